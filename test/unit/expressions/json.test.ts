import { expect, test } from 'vitest';
import { isJsonArray, isJsonObject, withKey } from '../../../src/expressions/json.ts';

test('only objects are objects and only arrays are arrays', () => {
  expect([{}, [], null, 'a', 1].map(isJsonObject)).toEqual([true, false, false, false, false]);
  expect([{}, [], null, 'a', 1].map(isJsonArray)).toEqual([false, true, false, false, false]);
});

test('a key is set in a copy, and __proto__ is a key like any other', () => {
  const object = { a: 1 };
  expect(withKey(object, 'b', 2)).toEqual({ a: 1, b: 2 });
  expect(object).toEqual({ a: 1 });
  const odd = withKey(object, '__proto__', { polluted: true });
  expect(Object.keys(odd)).toEqual(['a', '__proto__']);
  expect('polluted' in odd).toBe(false);
});
