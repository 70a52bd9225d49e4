import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SEVERITIES } from '../../../src/fdl/diagnostic-codes.ts';

test('every code is diagnosed by a test', () => {
  const tests = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8'))
    .join('');
  expect(Object.keys(SEVERITIES).filter((code) => !tests.includes(`'${code}'`))).toEqual([]);
});
