import { isName, isStepName, NAME_RULE, STEP_NAME_RULE } from '../../common/name.ts';
import { isNumeral } from '../../common/numeral.ts';
import { MAX_TIMEOUT_SECONDS } from '../../limits.ts';
import { type Field, listFields } from '../yaml/node.ts';
import type { Context, Read } from './context.ts';
import { describe, listWords, quote } from './words.ts';

/** Lowest and highest value a number may have; without `highest` there is none. */
export interface Range {
  readonly lowest: number;
  readonly highest?: number;
}

/** Seconds that a flow or a task may be given. */
export const TIMEOUT_SECONDS: Range = { lowest: 1, highest: MAX_TIMEOUT_SECONDS };

/** Reads text; numbers and booleans must be quoted to be text. */
export function readText(field: Field, context: Context): string {
  const { node } = field;
  if (node.kind === 'scalar' && typeof node.value === 'string') return node.value;
  const advice = node.kind === 'scalar' && node.value !== null ? '; put it in quotes' : '';
  context.refuse('wrong-type', field, `Expected text, found ${describe(node)}${advice}`);
  return '';
}

/** Reads `true` or `false`. */
export function readBoolean(field: Field, context: Context): boolean {
  const { node } = field;
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  context.refuse('wrong-type', field, `Expected true or false, found ${describe(node)}`);
  return false;
}

/** A reader of whole numbers within a range. */
export function readInteger(range: Range): Read<number> {
  return (field, context) => {
    const { node } = field;
    if (node.kind === 'scalar' && Number.isSafeInteger(node.value))
      return checkRange(Number(node.value), range, field, context);
    context.refuse('wrong-type', field, `Expected a whole number, found ${describe(node)}`);
    return range.lowest;
  };
}

/** A reader of numbers within a range. */
export function readNumber(range: Range): Read<number> {
  return (field, context) => {
    const { node } = field;
    if (node.kind === 'scalar' && isNumeral(node.value) && Number.isFinite(Number(node.value)))
      return checkRange(Number(node.value), range, field, context);
    context.refuse('wrong-type', field, `Expected a number, found ${describe(node)}`);
    return range.lowest;
  };
}

/** Reports a number outside its range. @returns the number, never -0 */
export function checkRange(
  value: number,
  { lowest, highest }: Range,
  field: Field,
  context: Context,
): number {
  if (value < lowest || (highest !== undefined && value > highest)) {
    const allowed = highest === undefined ? `at least ${lowest}` : `${lowest} to ${highest}`;
    context.refuse('out-of-range', field, `${value} is not allowed here; it must be ${allowed}`);
  }
  return value + 0;
}

/** A reader of one of a few words; the first stands in for others. */
export function readWord<W extends string>(words: readonly [W, ...W[]]): Read<W> {
  return (field, context) => {
    const { node } = field;
    const word = words.find((allowed) => node.kind === 'scalar' && node.value === allowed);
    if (word !== undefined) return word;
    const hint = node.kind === 'scalar' ? context.suggest(node.text, words) : '';
    context.refuse('unknown-value', field, `Expected ${listWords(words)}, found ${describe(node)}.${hint}`);
    return words[0];
  };
}

/** A reader of lists whose elements `readItem` reads; `what` names the list in messages. */
export function readList<T>(what: string, readItem: Read<T>): Read<readonly T[]> {
  return (field, context) => {
    const { node, path } = field;
    if (node.kind === 'list') return listFields(node, path).map((item) => readItem(item, context));
    context.refuse('wrong-type', field, `Expected ${what} as a list, found ${describe(node)}`);
    return [];
  };
}

/** Like `readList`, for lists that must not be empty. */
export function readFilledList<T>(what: string, readItem: Read<T>): Read<readonly T[]> {
  const read = readList(what, readItem);
  return (field, context) => {
    if (field.node.kind === 'list' && field.node.items.length === 0) {
      context.refuse(
        'out-of-range',
        field,
        `Expected ${what} with at least one element, found an empty list`,
      );
    }
    return read(field, context);
  };
}

/** Reads the name of a flow, step or execution. */
export function readName(field: Field, context: Context): string {
  return readNameBy(isName, NAME_RULE, field, context);
}

/** Reads the name of a step, whose letters may be of any alphabet. */
export function readStepName(field: Field, context: Context): string {
  return readNameBy(isStepName, STEP_NAME_RULE, field, context);
}

function readNameBy(
  isRight: (name: string) => boolean,
  rule: string,
  field: Field,
  context: Context,
): string {
  const { node } = field;
  const name = readText(field, context);
  if (node.kind === 'scalar' && typeof node.value === 'string' && !isRight(name)) {
    context.refuse('invalid-name', field, `${quote(name)} is no name: ${rule}`);
  }
  return name;
}
