import { isJsonObject, type JsonValue } from '../expressions/json.ts';
import type { Parsed } from './params.ts';

/** Depth of arrays and objects inside each other that a caller may send; deeper values exhaust the stack of a reader. */
export const MAX_JSON_DEPTH = 500;

/** Checks that what was given is a JSON object or its text, and answers the text. */
export function readJsonObject(given: JsonValue): Parsed<string> {
  if (typeof given === 'string') return checkText(given);
  if (!isJsonObject(given)) return { problem: `is ${typeOf(given)}; allowed is a JSON object` };
  return isTooDeep(given) ? tooDeep : { value: JSON.stringify(given) };
}

/** True when arrays and objects are nested deeper than `MAX_JSON_DEPTH`. */
export function isTooDeep(value: JsonValue): boolean {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const composites = level.filter((item) => typeof item === 'object' && item !== null);
    if (composites.length > 0 && depth >= MAX_JSON_DEPTH) return true;
    level = composites.flatMap((item) => Object.values(item ?? {}));
  }
  return false;
}

const tooDeep = { problem: `is nested deeper than ${MAX_JSON_DEPTH} levels` };

function checkText(text: string): Parsed<string> {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `is not JSON: ${error instanceof Error ? error.message : 'unreadable'}` };
  }
  if (!isJsonObject(value)) {
    return { problem: `is the JSON text of ${typeOf(value)}; allowed is the text of a JSON object` };
  }
  return isTooDeep(value) ? tooDeep : { value: text };
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
