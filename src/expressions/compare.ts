import { deepEqual } from '../common/deep-equal.ts';
import type { JsonValue } from '../common/json.ts';
import { exactly, type Numeral } from '../common/numeral.ts';
import { toBoolean, toNumber, toText } from './conversion.ts';

/**
 * How numbers are compared: a whole number beyond 2^53 by all its digits, or as the nearest double.
 *
 * Executions that began before digits were kept compare doubles until they end, so that their log folds to the way
 * they took.
 */
export type NumberRule = 'exact' | 'double';

const COMPARABLE: Readonly<Record<NumberRule, (numeral: Numeral) => Numeral>> = {
  exact: exactly,
  double: Number,
};

/** Loose equality: as numbers if both can be, else as booleans if both can be, else deeply (docs/reference/language.md 5.3). */
export function looselyEqual(left: JsonValue, right: JsonValue, rule: NumberRule = 'exact'): boolean {
  if (left === right) return true;
  const numbers = bothAsNumbers(left, right, rule);
  if (numbers !== undefined) return numbers[0] === numbers[1];
  const booleans = bothAs(toBoolean, left, right);
  if (booleans !== undefined) return booleans[0] === booleans[1];
  return deepEqual(left, right, COMPARABLE[rule]);
}

/**
 * Negative when `left` comes first, positive when `right` does, `undefined` when they have no order.
 *
 * Two texts compare by their bytes, so "10" comes before "9" (docs/reference/language.md 5.3).
 */
export function looselyOrder(
  left: JsonValue,
  right: JsonValue,
  rule: NumberRule = 'exact',
): number | undefined {
  if (typeof left === 'string' && typeof right === 'string') return compareBytes(left, right);
  const numbers = bothAsNumbers(left, right, rule);
  if (numbers !== undefined) return numbers[0] === numbers[1] ? 0 : numbers[0] < numbers[1] ? -1 : 1;
  if (left === null || right === null) return undefined;
  const texts = bothAs(toText, left, right);
  return texts === undefined ? undefined : compareBytes(texts[0], texts[1]);
}

function bothAsNumbers(
  left: JsonValue,
  right: JsonValue,
  rule: NumberRule,
): readonly [Numeral, Numeral] | undefined {
  const comparable = COMPARABLE[rule];
  const numbers = bothAs(toNumber, left, right);
  return numbers && [comparable(numbers[0]), comparable(numbers[1])];
}

function bothAs<T>(
  convert: (value: JsonValue) => T | undefined,
  left: JsonValue,
  right: JsonValue,
): readonly [T, T] | undefined {
  const first = convert(left);
  if (first === undefined) return undefined;
  const second = convert(right);
  return second === undefined ? undefined : [first, second];
}

function compareBytes(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) {
    const difference = byteRank(left.charCodeAt(at)) - byteRank(right.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** UTF-16 puts surrogates before U+E000; their UTF-8 bytes come after U+FFFF. */
function byteRank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
