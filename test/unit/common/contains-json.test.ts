import { expect, test } from 'vitest';
import { containsJson } from '../../../src/common/contains-json.ts';

test.each([
  [{ a: 1, b: 2 }, { a: 1 }],
  [{ a: { b: 1, c: [1, 2] }, d: null }, { a: { c: [1, 2] } }],
  [{ a: 1 }, {}],
  ['text', 'text'],
  [
    [1, { a: 1 }],
    [1, { a: 1 }],
  ],
])('%j contains %j', (value, part) => {
  expect(containsJson(value, part)).toBe(true);
});

test.each([
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { b: 1 }],
  [{ a: null }, { b: null }],
  [{}, { toString: 1 }],
  [{ a: 1 }, { a: { b: 1 } }],
  [[{ a: 1, b: 2 }], [{ a: 1 }]],
  ['text', {}],
])('%j does not contain %j', (value, part) => {
  expect(containsJson(value, part)).toBe(false);
});
