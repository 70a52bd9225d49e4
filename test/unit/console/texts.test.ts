import i18next from 'i18next';
import { expect, test } from 'vitest';
import { en } from '../../../console/src/i18n/en/index.ts';
import { zhCn } from '../../../console/src/i18n/zh-cn/index.ts';

/** Every text by its path. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}

const english = textsOf(en);
const chinese = new Map(textsOf(zhCn));

/** The gaps of a text. */
const gaps = (text: string | undefined) => (text?.match(/\{\{.*?\}\}|\$ /g) ?? []).toSorted();

test('both languages have the same texts', () => {
  expect([...chinese.keys()].toSorted()).toEqual(english.map(([path]) => path).toSorted());
});

test('a text has the same gaps in both languages, and none is empty', () => {
  const differing = english.filter(([path, text]) => gaps(text).join() !== gaps(chinese.get(path)).join());
  expect(differing.map(([path]) => path)).toEqual([]);
  expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('a count has a form for one and a form for more, in both languages', async () => {
  const nouns = /\{\{count\}\} (?:\w+ )?(?:attempt|event|execution|fire time|flow|line|step|time)s\b/;
  expect(english.filter(([path, text]) => nouns.test(text) && !path.endsWith('_other'))).toEqual([]);

  const counted = /\{\{(?!count)\w+\}\} (?:attempt|event|execution|fire time|flow|line|step|time)s\b/;
  expect(english.filter(([, text]) => counted.test(text))).toEqual([]);

  const texts = i18next.createInstance();
  await texts.init({ resources: { en, 'zh-CN': zhCn }, lng: 'en', interpolation: { escapeValue: false } });
  const say = (count: number) => texts.t('executions:stopping.title', { count });
  expect([say(1), say(2)]).toEqual(['Stop 1 execution?', 'Stop 2 executions?']);
  await texts.changeLanguage('zh-CN');
  expect([say(1), say(2)]).toEqual(['停止 1 个执行？', '停止 2 个执行？']);
});
