import { isJsonObject, type JsonObject, type JsonValue } from '../common/json.ts';
import { readJson, stringifyJson } from '../common/json-text.ts';

/** Values of a service parameter that takes whole numbers. */
export interface WholeNumbers {
  readonly takes: 'wholeNumber';
  readonly lowest: number;
  readonly highest: number;
}

/**
 * The constants that a service parameter takes.
 *
 * `objectOrText` is an object, or a text that is read where the parameter is used.
 */
export type ParamRule = { readonly isRequired?: true } & (
  | { readonly takes: 'anything' | 'text' | 'name' | 'objectOrText' }
  | { readonly takes: 'word'; readonly words: readonly [string, ...string[]] }
  | WholeNumbers
);

type Parameters = Readonly<Record<string, JsonValue>>;

/** An evaluated parameter as text: text as it is, anything else as compact JSON. */
export function textParam(params: Parameters, name: string): string | undefined {
  const value = params[name];
  return value === undefined || typeof value === 'string' ? value : stringifyJson(value);
}

/** An evaluated parameter as an object, or the object of its JSON text. @returns a text, which tells the problem, for others */
export function objectParam(params: Parameters, name: string): JsonObject | string | undefined {
  const value = params[name];
  const read = typeof value === 'string' ? readJson(value) : { value };
  if ('beyondRange' in read) return `${name} ${read.problem}`;
  const found = 'value' in read ? read.value : value;
  if (found === undefined || isJsonObject(found)) return found;
  return `${name} must be a JSON object, or the text of one, found ${stringifyJson(found)}`;
}

/** An evaluated parameter as a whole number, also from its digits. @returns a text, which tells the problem, for others */
export function wholeNumberParam(
  params: Parameters,
  name: string,
  { lowest, highest }: WholeNumbers,
): number | string | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const isWhole = typeof number === 'number' && Number.isInteger(number);
  return isWhole && number >= lowest && number <= highest
    ? number
    : `${name} must be a whole number from ${lowest} to ${highest}, found ${stringifyJson(value)}`;
}
