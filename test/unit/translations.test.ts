import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readPage } from '../helpers/markdown.ts';

const TRANSLATIONS = globSync(['*.zh-CN.md', 'docs/**/*.zh-CN.md']).toSorted();

test('the pages by which one begins are there in Chinese', () => {
  expect(TRANSLATIONS).toEqual(
    expect.arrayContaining([
      'README.zh-CN.md',
      'docs/guide/deploy.zh-CN.md',
      'docs/guide/first-flow.zh-CN.md',
      'docs/guide/migration.zh-CN.md',
      'docs/guide/workers.zh-CN.md',
    ]),
  );
});

describe.each(TRANSLATIONS)('%s', (file) => {
  const [page, original] = [readPage(file), readPage(file.replace('.zh-CN', ''))];

  test('shows the commands and files of the English page, in the same order', () => {
    expect(blocksOf(page)).toEqual(blocksOf(original));
  });

  test('has its headings, level by level', () => {
    expect(levelsOf(page)).toEqual(levelsOf(original));
  });

  test('names the same options and files in its tables', () => {
    expect(firstCodesOf(page)).toEqual(firstCodesOf(original));
  });
});

function blocksOf(page: string): readonly string[] {
  return page.match(/^```[\s\S]*?^```$/gm) ?? [];
}

function levelsOf(page: string): readonly string[] {
  return page.replaceAll(/^```[\s\S]*?^```$/gm, '').match(/^#+(?= )/gm) ?? [];
}

function firstCodesOf(page: string): readonly string[] {
  return page.match(/^\| `[^`]+`/gm) ?? [];
}
