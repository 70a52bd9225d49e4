import type { JsonValue } from './json.ts';
import { toNumeral } from './numeral.ts';
import { mayHoldWideNumbers } from './wide-numbers.ts';

/** The value of a JSON text, or the problem of the text. */
export type ReadJson = { readonly value: JsonValue } | JsonProblem;

/** The problem of a text that is not JSON. */
export interface JsonProblem {
  /** To be read after the name of the text: `is not JSON: …`. */
  readonly problem: string;
  /** The number that no double can hold, as it is written, when that is the problem. */
  readonly beyondRange?: string;
}

/** Reads JSON text from outside; a number that no double can hold is a problem like a syntax error. */
export function readJson(text: string): ReadJson {
  try {
    return { value: parse(text, refuseNumber) };
  } catch (error) {
    if (error instanceof NumberBeyondRange) return { problem: error.message, beyondRange: error.source };
    return { problem: `is not JSON: ${(error as SyntaxError).message}` };
  }
}

/**
 * The value of JSON text that this service has written or checked before; whole numbers keep their digits.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): JsonValue {
  return parse(text, Number);
}

/** Like `parseJson`, for text that may be anything; undefined when it is not JSON. */
export function jsonIn(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Like `parseJson`, for text that this service wrote from a value of type `T`. */
export function parseStored<T>(text: string): T {
  return parse(text, Number) as T;
}

/** The compact JSON text of a value, or an indented one; undefined members are left out. */
export function stringifyJson(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, undefined, indent);
  } catch {
    // Bigints are rare, and a replacer takes twice the time. What failed for another reason fails again.
    return JSON.stringify(value, writeDigits, indent);
  }
}

class NumberBeyondRange extends Error {
  readonly source: string;

  constructor(source: string) {
    const shown = source.length <= 40 ? source : `${source.slice(0, 40)}…`;
    super(`holds the number ${shown}, which is out of range; numbers end at about 1.8e308`);
    this.source = source;
  }
}

type WideNumber = (source: string) => number;

const refuseNumber: WideNumber = (source) => {
  throw new NumberBeyondRange(source);
};

/** The third argument of a reviver, by which numbers can be read as they were written; the library's types lack it. */
interface Context {
  readonly source?: string;
}
type Reviver = (key: string, value: unknown, context?: Context) => unknown;
type ParseWithSource = (text: string, reviver: Reviver) => JsonValue;
const parseWithSource = JSON.parse as ParseWithSource;
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

function parse(text: string, beyondRange: WideNumber): JsonValue {
  if (!mayHoldWideNumbers(text)) return JSON.parse(text);
  try {
    return parseWithSource(text, (_key, value, context) => {
      if (typeof value !== 'number' || context?.source === undefined) return value;
      return toNumeral(context.source) ?? beyondRange(context.source);
    });
  } catch (error) {
    // A reviver needs a stack as deep as the value. Every user of the value refuses one that is nested so deeply.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

function writeDigits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJSON(String(value)) : value;
}
