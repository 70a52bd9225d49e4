import { isNumeral, type Numeral } from './numeral.ts';

/**
 * Any value that JSON can hold. Values are shared between states and must never be changed in place.
 *
 * Whole numbers beyond 2^53 are bigints, which `JSON.stringify` refuses: `stringifyJson` writes them.
 */
export type JsonValue = null | boolean | Numeral | string | readonly JsonValue[] | JsonObject;

/** A JSON object; a key that is absent and a key that holds `null` are different things. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** True for a JSON object, false for arrays, `null` and everything else. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The type of a value with its article, for messages: `null`, `an array`, `a number`. */
export function aJsonType(value: JsonValue): string {
  const type = jsonType(value);
  if (type === 'null') return type;
  return `${type === 'array' || type === 'object' ? 'an' : 'a'} ${type}`;
}

/** The name that JSON has for the type of a value. */
export function jsonType(value: JsonValue): 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (isNumeral(value)) return 'number';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  return isJsonArray(value) ? 'array' : 'object';
}

/** True for a JSON array. */
export function isJsonArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}
