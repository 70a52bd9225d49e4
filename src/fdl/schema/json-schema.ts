import type { JsonObject } from '../../common/json.ts';
import type { AttributeHelp } from '../help/attribute-help.ts';
import type { Range } from '../read/values.ts';

/** A JSON Schema of draft 7, which editors know. */
export type JsonSchema = JsonObject;

/** A reference to a definition of the same schema. */
export function definition(name: string): JsonSchema {
  return { $ref: `#/definitions/${name}` };
}

/** A schema with the sentence that editors show beside it, and the default where it is more than nothing. */
export function explained({ says, default: standard }: AttributeHelp, schema: JsonSchema): JsonSchema {
  const hasDefault = standard !== undefined && standard !== null && standard !== '';
  return { description: says, ...schema, ...(hasDefault && { default: standard }) };
}

/** Any text. */
export const TEXT: JsonSchema = { type: 'string' };

/** A text that begins with `$`; whether it is a path, a schema cannot tell. */
export const PATH: JsonSchema = { type: 'string', pattern: '^\\$' };

/** Digits of a number in quotes, which the reader takes as the number. */
const NUMERIC_TEXT: JsonSchema = {
  type: 'string',
  pattern: '^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?$',
};

/** A whole number within a range. */
export function wholeNumber(range: Range): JsonSchema {
  return { type: 'integer', ...boundsOf(range) };
}

/** A number within a range. */
export function number(range: Range): JsonSchema {
  return { type: 'number', ...boundsOf(range) };
}

/** A whole number, its digits as text, or a path that leads to one. */
export function wholeNumberOrPath(range: Range): JsonSchema {
  return { anyOf: [wholeNumber(range), NUMERIC_TEXT, PATH] };
}

/** One of a few words. */
export function word(words: readonly string[]): JsonSchema {
  return { enum: words };
}

/** A list, with at least one element where `fewest` is 1. */
export function list(items: JsonSchema, fewest: 0 | 1 = 0): JsonSchema {
  return { type: 'array', items, ...(fewest > 0 && { minItems: fewest }) };
}

/** An object with exactly the attributes that the reader of definitions allows, each with its help. */
export function object<const Name extends string>(
  { allowed }: { readonly allowed: readonly Name[] },
  help: Readonly<Record<NoInfer<Name>, AttributeHelp>>,
  schemas: Readonly<Record<NoInfer<Name>, JsonSchema>>,
  required: readonly NoInfer<Name>[],
): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(allowed.map((name) => [name, explained(help[name], schemas[name])])),
    required,
    additionalProperties: false,
  };
}

function boundsOf({ lowest, highest }: Range): JsonSchema {
  return { minimum: lowest, maximum: highest ?? Number.MAX_SAFE_INTEGER };
}
