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
