import { expect, test } from 'vitest';
import { aJsonType, isJsonArray, isJsonObject, jsonType } from '../../../src/common/json.ts';

test('only objects are objects and only arrays are arrays', () => {
  expect([{}, [], null, 'a', 1].map(isJsonObject)).toEqual([true, false, false, false, false]);
  expect([{}, [], null, 'a', 1].map(isJsonArray)).toEqual([false, true, false, false, false]);
});

test.each([
  [null, 'null', 'null'],
  [true, 'boolean', 'a boolean'],
  [1.5, 'number', 'a number'],
  [10n ** 20n, 'number', 'a number'],
  ['', 'string', 'a string'],
  [[], 'array', 'an array'],
  [{}, 'object', 'an object'],
])('the type of %s is %s', (value, type, withArticle) => {
  expect([jsonType(value), aJsonType(value)]).toEqual([type, withArticle]);
});
