/** Any value that JSON can hold. Values are shared between states and must never be changed in place. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object; a key that is absent and a key that holds `null` are different things. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** True for a JSON object, false for arrays, `null` and everything else. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a JSON array. */
export function isJsonArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}
