import type { JsonValue } from '../../common/json.ts';
import { ApiError } from '../api-error.ts';

/** A value, or its problem: a phrase that follows the parameter's name. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** A kind of parameter: its values, and how they are read. */
export interface Kind<T> {
  /** True when an empty text is a value like others. */
  readonly mayBeEmpty: boolean;
  /** The values that are allowed, in words. */
  readonly allowed?: string;
  /** The JSON value that the kind takes in place of its text; absent for single words. */
  readonly json?: 'object' | 'array';
  parse(given: JsonValue): Parsed<T>;
}

/** One parameter of an operation. */
export interface Param<T, Required extends boolean = boolean> {
  readonly kind: Kind<T>;
  readonly isRequired: Required;
}

/** The parameters of an operation by name. */
export type ParamTable = Readonly<Record<string, Param<unknown>>>;

/** The values that a table of parameters reads: one for each required parameter, perhaps one for the others. */
export type ParamValues<P extends ParamTable> = {
  readonly [K in keyof P]: P[K] extends Param<infer T, infer Required>
    ? Required extends true
      ? T
      : T | undefined
    : never;
};

/** Parameters as they were sent: texts, or any JSON in the JSON binding. */
export type GivenParams = ReadonlyMap<string, JsonValue>;

/** A parameter that must be given. */
export function required<T>(kind: Kind<T>): Param<T, true> {
  return { kind, isRequired: true };
}

/** A parameter that may be left out; an empty text counts as left out where the kind has no empty value. */
export function optional<T>(kind: Kind<T>): Param<T, false> {
  return { kind, isRequired: false };
}

/**
 * Reads and checks every parameter of the table; parameters that are not in it are ignored.
 *
 * @throws ApiError `MissingRequiredParams` or `InvalidArgument`, naming every parameter concerned.
 */
export function readParams<P extends ParamTable>(table: P, given: GivenParams): ParamValues<P> {
  const missing = Object.keys(table).filter((name) => table[name]?.isRequired && !given.has(name));
  if (missing.length > 0) {
    throw new ApiError('MissingRequiredParams', `Missing required parameter ${missing.join(', ')}`);
  }
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(table)) {
    const value = given.get(name);
    if (value === undefined || isLeftOut(param, value)) continue;
    const parsed = param.kind.parse(value);
    if ('problem' in parsed) problems.push(`Parameter ${name} ${parsed.problem}`);
    else values[name] = parsed.value;
  }
  if (problems.length > 0) throw new ApiError('InvalidArgument', problems.join('; '));
  return values as ParamValues<P>;
}

function isLeftOut(param: Param<unknown>, value: JsonValue): boolean {
  return value === '' && !param.isRequired && !param.kind.mayBeEmpty;
}
