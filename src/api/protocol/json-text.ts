import { aJsonType, isJsonObject, type JsonValue } from '../../common/json.ts';
import { readJson, stringifyJson } from '../../common/json-text.ts';
import { measureJson } from '../../common/measure-json.ts';
import { MAX_DATA_DEPTH } from '../../limits.ts';
import type { Parsed } from '../params/params.ts';

/** Checks that a value is a JSON object or the text of one, and returns the text. */
export function readJsonObject(given: JsonValue): Parsed<string> {
  if (typeof given === 'string') return checkText(given);
  if (!isJsonObject(given)) return { problem: `is ${aJsonType(given)}; allowed is a JSON object` };
  return isTooDeep(given) ? tooDeep : { value: stringifyJson(given) };
}

function isTooDeep(value: JsonValue): boolean {
  return measureJson(value).depth > MAX_DATA_DEPTH;
}

const tooDeep = { problem: `is nested deeper than ${MAX_DATA_DEPTH} levels` };

function checkText(text: string): Parsed<string> {
  const read = readJson(text);
  if ('problem' in read) return read;
  const { value } = read;
  if (!isJsonObject(value)) {
    return { problem: `is the JSON text of ${aJsonType(value)}; allowed is the text of a JSON object` };
  }
  return isTooDeep(value) ? tooDeep : { value: text };
}
