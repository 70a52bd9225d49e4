import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson, stringifyJson } from '../../../../src/common/json-text.ts';
import { frozenCopy } from '../../../../src/testing/memory/frozen-json.ts';

test('A copy is what comes out of the text of a value', () => {
  const anything = fc.anything({
    withBigInt: true,
    values: [fc.jsonValue(), fc.double(), fc.maxSafeInteger(), fc.bigInt(), fc.constant(undefined)],
  });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anything), (value) => {
      expect(frozenCopy(value)).toStrictEqual(parseJson(stringifyJson(value)));
    }),
  );
});

test.each([
  ['a number of nineteen digits', { a: 2 ** 60 }, { a: 1152921504606847000n }],
  ['a zero with a sign', { a: -0 }, { a: 0 }],
  ['no number', { a: [Number.NaN] }, { a: [null] }],
  ['nothing in a list', { a: [undefined], b: undefined }, { a: [null] }],
  ['a time', { a: new Date(0) }, { a: '1970-01-01T00:00:00.000Z' }],
  ['the name of the prototype', JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}')],
])('A copy has %s as a text has it', (_, value, expected) => {
  expect(frozenCopy(value)).toStrictEqual(expected);
  expect(Object.keys(frozenCopy(value))).toEqual(Object.keys(expected));
});

test('No part of a copy can be changed, and none is shared', () => {
  const value = { list: [{ a: 1 }], wide: [2 ** 60] };
  const copy = frozenCopy(value);
  value.list[0] = { a: 2 };

  expect(copy.list).toEqual([{ a: 1 }]);
  for (const part of [copy, copy.list, copy.list[0], copy.wide]) expect(Object.isFrozen(part)).toBe(true);
  expect(Object.isFrozen(frozenCopy({ list: [1] }).list)).toBe(true);
});
