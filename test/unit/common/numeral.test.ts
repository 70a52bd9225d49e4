import { expect, test } from 'vitest';
import { asPrinted, exactly, isNumeral, negated, toNumeral } from '../../../src/common/numeral.ts';

test.each([
  ['0', 0],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740993', 9_007_199_254_740_993n],
  ['-1234567890123456789', -1_234_567_890_123_456_789n],
  ['+1234567890123456789', 1_234_567_890_123_456_789n],
  ['1180591620717411303425', 1_180_591_620_717_411_303_425n],
  ['0.1', 0.1],
  ['1e2', 100],
  ['1e20', 100_000_000_000_000_000_000n],
  ['1e21', 1e21],
  ['1234567890123456789.5', 1_234_567_890_123_456_800n],
  ['1e400', undefined],
  [`-1${'0'.repeat(309)}`, undefined],
])('the text %s stands for the number %s', (text, numeral) => {
  expect(toNumeral(text)).toBe(numeral);
});

test('a double beyond 2^53 is the number it is printed as', () => {
  expect(exactly(2 ** 70)).toBe(1_180_591_620_717_411_300_000n);
  expect(exactly(1e21)).toBe(10n ** 21n);
  expect(exactly(-1.5e300)).toBe(-15n * 10n ** 299n);
  expect(exactly(0.1)).toBe(0.1);
  expect(exactly(5n)).toBe(5n);
  expect(exactly(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect([asPrinted(1.5), asPrinted(-1e20), asPrinted(1e21)]).toEqual([1.5, -(10n ** 20n), 1e21]);
});

test('both forms are numbers, and texts are none', () => {
  expect([1, 1n, '1', null].map(isNumeral)).toEqual([true, true, false, false]);
  expect([negated(5), negated(5n), negated(0)]).toEqual([-5, -5n, 0]);
});
