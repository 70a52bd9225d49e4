import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIAGNOSTIC_CODES } from '../../../src/fdl/diagnostic-codes.ts';

test('every code is diagnosed by a test', () => {
  const tests = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8'))
    .join('');
  expect(Object.keys(DIAGNOSTIC_CODES).filter((code) => !tests.includes(`'${code}'`))).toEqual([]);
});
