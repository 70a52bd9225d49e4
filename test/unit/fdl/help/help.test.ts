import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as attributes from '../../../../src/fdl/help/attribute-help.ts';
import * as words from '../../../../src/fdl/help/word-help.ts';
import { TARGET_KINDS } from '../../../../src/targets/targets.ts';

test('every service parameter of every kind of target is explained', () => {
  const params = Object.values(TARGET_KINDS).flatMap((kind) => Object.keys(kind.params));
  expect(Object.keys(words.PARAM_HELP).toSorted()).toEqual([...new Set(params)].toSorted());
});

test('every section that an explanation names is one of the language reference', () => {
  const page = 'docs/reference/language.md';
  expect(existsSync(page)).toBe(true);
  const headings = new Set(
    [...readFileSync(page, 'utf8').matchAll(/^#{2,3} ([\d.]+) /gm)].map(([, number]) => number),
  );
  const sections: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('section' in value) sections.push(String(value.section));
    Object.values(value).forEach(look);
  };
  look({ ...attributes, ...words });
  expect(sections.length).toBeGreaterThan(60);
  expect(sections.filter((section) => !headings.has(section))).toEqual([]);
});
