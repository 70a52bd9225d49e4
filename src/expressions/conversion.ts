import type { JsonValue } from '../common/json.ts';
import { stringifyJson } from '../common/json-text.ts';
import { isNumeral, type Numeral, toNumeral } from '../common/numeral.ts';

const NUMERIC_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a number or a numeric text stands for. */
export function toNumber(value: JsonValue): Numeral | undefined {
  if (isNumeral(value)) return value;
  return typeof value === 'string' && NUMERIC_TEXT.test(value) ? toNumeral(value) : undefined;
}

/** The truth of a value; `undefined` for values without one: other texts, arrays and objects. */
export function toBoolean(value: JsonValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === null) return false;
  if (value === 'true' || value === 'TRUE') return true;
  if (value === 'false' || value === 'FALSE') return false;
  const number = toNumber(value);
  return number === undefined ? undefined : Number(number) !== 0;
}

/** The text form of a value, `undefined` for one nested too deeply to print. */
export function toText(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value;
  try {
    return stringifyJson(value);
  } catch {
    // The only failure on JSON values: more levels than the stack holds.
    return undefined;
  }
}
