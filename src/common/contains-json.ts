import { deepEqual } from './deep-equal.ts';
import { isJsonObject, type JsonValue } from './json.ts';

/** True when a value has everything that a part of it has: an object may have more members, everything else is the same. */
export function containsJson(value: JsonValue, part: JsonValue): boolean {
  if (!isJsonObject(part)) return deepEqual(value, part);
  if (!isJsonObject(value)) return false;
  return Object.entries(part).every(([key, inner]) => {
    const found = Object.hasOwn(value, key) ? value[key] : undefined;
    return found !== undefined && containsJson(found, inner);
  });
}
