/** A JSON number: a whole number beyond 2^53 keeps its digits as a bigint, any other number is a double. */
export type Numeral = number | bigint;

/** True for a number in either form. */
export function isNumeral(value: unknown): value is Numeral {
  return typeof value === 'number' || typeof value === 'bigint';
}

const DIGITS = /^[+-]?\d+$/;

/**
 * The number that decimal text stands for: digits alone are a whole number and keep all of them, text with a
 * fraction or an exponent is the nearest double.
 *
 * @returns undefined for a number that no double can hold, such as `1e400`.
 */
export function toNumeral(text: string): Numeral | undefined {
  const double = Number(text);
  if (!Number.isFinite(double)) return undefined;
  if (Math.abs(double) <= Number.MAX_SAFE_INTEGER || !DIGITS.test(text)) return asPrinted(double);
  return BigInt(text.startsWith('+') ? text.slice(1) : text);
}

/** A double in the form that it has once it was printed and read again: 1e20 is printed as digits alone. */
export function asPrinted(double: number): Numeral {
  const isPrintedAsDigits = Math.abs(double) > Number.MAX_SAFE_INTEGER && Math.abs(double) < 1e21;
  return isPrintedAsDigits ? BigInt(String(double)) : double;
}

/**
 * A numeral in the one form that `===`, `<` and `>` compare exactly, whether it was a bigint or a double.
 *
 * A double beyond 2^53 stands for the digits that it is printed with, so that it is the same number after it was
 * written as JSON and read again.
 */
export function exactly(numeral: Numeral): Numeral {
  if (typeof numeral === 'bigint' || Math.abs(numeral) <= Number.MAX_SAFE_INTEGER) return numeral;
  return Number.isFinite(numeral) ? BigInt(plainDigits(String(numeral))) : numeral;
}

/** Digits without the exponent that doubles from 1e21 on are printed with; all of those are whole numbers. */
function plainDigits(printed: string): string {
  const [mantissa = '', exponent = '0'] = printed.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return whole + fraction.padEnd(Number(exponent), '0');
}

/** The number with the other sign; 0 has none. */
export function negated(numeral: Numeral): Numeral {
  return typeof numeral === 'bigint' ? -numeral : 0 - numeral;
}
