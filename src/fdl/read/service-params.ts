import type { JsonValue } from '../../common/json.ts';
import { unreachable } from '../../common/unreachable.ts';
import { toNumber } from '../../expressions/conversion.ts';
import type { Source } from '../../flow/flow.ts';
import type { ParamRule, WholeNumbers } from '../../targets/param-rule.ts';
import { kindOf, type TaskTarget } from '../../targets/targets.ts';
import type { Field } from '../yaml/node.ts';
import { Attributes } from './attributes.ts';
import { readConstant } from './constant.ts';
import type { Context, Read } from './context.ts';
import { readReference } from './expression.ts';
import { checkRange, readName, readText, readWord } from './values.ts';
import { describe } from './words.ts';

/** True when a task with this target cannot do without `serviceParams`. */
export function needsServiceParams(target: TaskTarget): boolean {
  return Object.values(kindOf(target).params).some(({ isRequired }) => isRequired);
}

/** A reader of the parameters of a target: texts that begin with `$` are paths into the step's input. */
export function readServiceParams(target: TaskTarget): Read<Readonly<Record<string, Source>>> {
  const { noun, params } = kindOf(target);
  const owner = `the serviceParams of ${noun}`;
  return (field, context) => {
    const attributes = new Attributes(field, context, { owner, allowed: Object.keys(params) });
    const entries = Object.entries(params).flatMap(([key, rule]): readonly [string, Source][] => {
      const isLeftOut = rule.isRequired !== true && attributes.get(key) === undefined;
      return isLeftOut ? [] : [[key, attributes.required(key, readParamWith(readerOf(rule)), NULL)]];
    });
    return Object.fromEntries(entries);
  };
}

const NULL: Source = { kind: 'constant', value: null };

/** The reader of a constant that a parameter's rule allows. */
export function readerOf(rule: ParamRule): Read<JsonValue> {
  switch (rule.takes) {
    case 'anything':
      return readConstant;
    case 'text':
      return readText;
    case 'name':
      return readName;
    case 'objectOrText':
      return readObjectOrText;
    case 'word':
      return readWord(rule.words);
    case 'wholeNumber':
      return readWholeNumber(rule);
    default:
      return unreachable(rule);
  }
}

function readParamWith(readValue: Read<JsonValue>): Read<Source> {
  return (field, context) => {
    const { node } = field;
    if (node.kind === 'scalar' && typeof node.value === 'string' && node.value.startsWith('$')) {
      const path = readReference(node, node.value, ['$'], field, context);
      return path === undefined ? NULL : { kind: 'reference', path };
    }
    return { kind: 'constant', value: readValue(field, context) };
  };
}

function readWholeNumber(range: WholeNumbers): Read<number> {
  return (field, context) => {
    const { node } = field;
    const number = node.kind === 'scalar' ? toNumber(node.value) : undefined;
    if (Number.isSafeInteger(number)) return checkRange(Number(number), range, field, context);
    context.refuse(
      'wrong-type',
      field,
      `Expected a whole number or a path like $.key, found ${describe(node)}`,
    );
    return range.lowest;
  };
}

function readObjectOrText(field: Field, context: Context): JsonValue {
  return field.node.kind === 'map' ? readConstant(field, context) : readText(field, context);
}
