import { cutText } from '../../common/cut-text.ts';
import type { JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { isName, NAME_RULE } from '../../common/name.ts';
import { parseRfc3339 } from '../../common/rfc3339.ts';
import type { Instant } from '../../interpreter/event.ts';
import { readJsonObject } from '../protocol/json-text.ts';
import type { Kind } from './params.ts';

/** Name of a flow, an execution or a schedule. */
export const name: Kind<string> = choose((text) => (isName(text) ? text : undefined), NAME_RULE);

/** Any text of a bounded length in UTF-16 units. */
export function text(min: number, max: number): Kind<string> {
  return {
    mayBeEmpty: min === 0,
    ...(max < Number.MAX_SAFE_INTEGER && { allowed: `${min} to ${max} characters` }),
    parse(given) {
      if (typeof given !== 'string') return { problem: describe(given, 'a text') };
      if (given.length >= min && given.length <= max) return { value: given };
      return { problem: `has ${given.length} characters; allowed are ${min} to ${max}` };
    },
  };
}

/** A whole number within bounds, as a number or in decimal digits. */
export function integer(min: number, max: number): Kind<number> {
  return choose((given) => {
    const number = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  }, `a whole number from ${min} to ${max}`);
}

/** A whole number from 1 on; one above the maximum is taken as the maximum, as the original does. */
export function integerUpTo(max: number): Kind<number> {
  return choose((given) => {
    const number = /^\d{1,40}$/.test(given) ? Number(given) : Number.NaN;
    return number >= 1 ? Math.min(number, max) : undefined;
  }, `a whole number from 1 on; more than ${max} is ${max}`);
}

/** True or false in any case: Python clients send `True`. */
export const boolean: Kind<boolean> = choose((given) => {
  const word = given.toLowerCase();
  if (word === 'true') return true;
  return word === 'false' ? false : undefined;
}, 'true or false');

/** One of a few words. */
export function oneOf<T extends string>(...words: readonly T[]): Kind<T> {
  return choose((given) => words.find((word) => word === given), words.join(', '));
}

/** An RFC 3339 time. */
export const time: Kind<Instant> = choose(parseRfc3339, 'an RFC 3339 time like 2024-01-31T12:00:00Z');

/** The text of a JSON object, kept byte for byte; an object itself is taken as its compact text. */
export const jsonObject: Kind<string> = { mayBeEmpty: false, json: 'object', parse: readJsonObject };

/** As `jsonObject`, but the empty text is a value too. */
export const jsonObjectOrEmpty: Kind<string> = {
  mayBeEmpty: true,
  json: 'object',
  parse: (given) => (given === '' ? { value: given } : readJsonObject(given)),
};

/** A kind that reads single words; numbers and booleans of the JSON binding are read as their text. */
export function choose<T>(read: (text: string) => T | undefined, allowed: string): Kind<T> {
  return {
    mayBeEmpty: false,
    allowed,
    parse(given) {
      const isWord = typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean';
      const value = isWord ? read(String(given)) : undefined;
      return value === undefined ? { problem: describe(given, allowed) } : { value };
    },
  };
}

const SHOWN_CHARACTERS = 60;

function describe(given: JsonValue, allowed: string): string {
  return `is ${show(given)}; allowed is ${allowed}`;
}

function show(given: JsonValue): string {
  if (Array.isArray(given)) return 'an array';
  if (typeof given === 'object' && given !== null) return 'an object';
  return cutText(stringifyJson(given), SHOWN_CHARACTERS);
}
