import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAY_IMPORT } from './import-table.ts';

/** What makes a function depend on more than its arguments. */
const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.random\b/,
  /\bprocess\./,
  /\basync\b/,
  /\bawait\b/,
  /\bset(Timeout|Interval|Immediate)\b/,
  /\bperformance\./,
  /\bcrypto\b/,
  /\bconsole\./,
];

const PURE = ['src/expressions', 'src/fdl', 'src/interpreter', 'src/history'];
const MAX_LINES = 300;

const files = globSync(['{src,bin,lambdas,lib}/**/*.ts', 'console/{src/**,*}.{ts,tsx}']).toSorted();

function folderOf(file: string): string {
  const folders = Object.keys(MAY_IMPORT).filter(
    (folder) => file === folder || file.startsWith(`${folder}/`),
  );
  const folder = folders.toSorted((a, b) => b.length - a.length)[0];
  if (folder === undefined) throw new Error(`${file} is in no folder of the import table`);
  return folder;
}

function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport\(|^import)\s*'([^'\n]+)'/g);
  return [...found].map(([, name]) => resolved(file, name as string));
}

function resolved(file: string, name: string): string {
  return name.startsWith('..') ? relative('..', join(dirname(file), name)) : name;
}

describe('the import table', () => {
  test.each(files)('%s imports only what its folder may', (file) => {
    const folder = folderOf(file);
    const allowed = [`${folder}/`, ...(MAY_IMPORT[folder] as string[])];
    const forbidden = importsOf(file).filter((name) => !allowed.some((prefix) => name.startsWith(prefix)));
    expect(forbidden).toEqual([]);
  });
});

describe('purity', () => {
  test.each(files.filter((file) => PURE.some((folder) => file.startsWith(`${folder}/`))))(
    '%s has no clock, chance, process or waiting',
    (file) => {
      const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(IMPURE.filter((pattern) => pattern.test(code))).toEqual([]);
    },
  );
});

describe('sizes', () => {
  test('no source file is longer than 300 lines', () => {
    const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > MAX_LINES);
    expect(long).toEqual([]);
  });

  test('the median source file is below 90 lines', () => {
    const lengths = files
      .map((file) => readFileSync(file, 'utf8').split('\n').length)
      .toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(90);
  });
});
