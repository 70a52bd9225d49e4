import { expect, test } from 'vitest';
import { isJsonArray, isJsonObject } from '../../../src/common/json.ts';

test('only objects are objects and only arrays are arrays', () => {
  expect([{}, [], null, 'a', 1].map(isJsonObject)).toEqual([true, false, false, false, false]);
  expect([{}, [], null, 'a', 1].map(isJsonArray)).toEqual([false, true, false, false, false]);
});
