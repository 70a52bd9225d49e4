import { isJsonObject, type JsonValue } from '../../common/json.ts';
import { measureJson } from '../../common/measure-json.ts';
import { MAX_DATA_DEPTH } from '../../limits.ts';
import type { Parsed } from '../params/params.ts';

/** Checks that what was given is a JSON object or its text, and answers the text. */
export function readJsonObject(given: JsonValue): Parsed<string> {
  if (typeof given === 'string') return checkText(given);
  if (!isJsonObject(given)) return { problem: `is ${typeOf(given)}; allowed is a JSON object` };
  return isTooDeep(given) ? tooDeep : { value: JSON.stringify(given) };
}

function isTooDeep(value: JsonValue): boolean {
  return measureJson(value).depth > MAX_DATA_DEPTH;
}

const tooDeep = { problem: `is nested deeper than ${MAX_DATA_DEPTH} levels` };

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
