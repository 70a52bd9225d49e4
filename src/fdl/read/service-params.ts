import type { JsonValue } from '../../common/json.ts';
import { toNumber } from '../../expressions/conversion.ts';
import type { Source, TaskTarget } from '../../flow/flow.ts';
import type { Field } from '../yaml/node.ts';
import { Attributes } from './attributes.ts';
import { readConstant } from './constant.ts';
import type { Context, Read } from './context.ts';
import { readReference } from './expression.ts';
import { TARGET_NAMES } from './pattern.ts';
import { checkRange, type Range, readName, readText, readWord } from './values.ts';
import { describe } from './words.ts';

interface ParamRules {
  readonly required: readonly string[];
  /** How constants are read, by parameter. */
  readonly params: Readonly<Record<string, Read<JsonValue>>>;
}

const FUNCTION: ParamRules = { required: [], params: { InvocationType: readWord(['Sync', 'Async']) } };

const RULES: Readonly<Record<TaskTarget['kind'], ParamRules>> = {
  function: FUNCTION,
  lambda: FUNCTION,
  queue: {
    required: ['MessageBody'],
    params: {
      MessageBody: readConstant,
      Priority: readWholeNumber({ lowest: 1, highest: 16 }),
      DelaySeconds: readWholeNumber({ lowest: 0, highest: 604_800 }),
    },
  },
  topic: {
    required: ['MessageBody'],
    params: { MessageBody: readConstant, MessageTag: readText, MessageAttributes: readObjectOrText },
  },
  flow: { required: [], params: { Input: readObjectOrText, ExecutionName: readName } },
  startExecution: {
    required: ['FlowName'],
    params: {
      FlowName: readName,
      ExecutionName: readName,
      Input: readObjectOrText,
      CallbackFnFTaskToken: readText,
    },
  },
};

/** True when a task with this target cannot do without `serviceParams`. */
export function needsServiceParams({ kind }: TaskTarget): boolean {
  return RULES[kind].required.length > 0;
}

/** A reader of the parameters of a target: texts that begin with `$` are paths into the step's input. */
export function readServiceParams({ kind }: TaskTarget): Read<Readonly<Record<string, Source>>> {
  const { required, params } = RULES[kind];
  const owner = `the serviceParams of ${TARGET_NAMES[kind]}`;
  return (field, context) => {
    const attributes = new Attributes(field, context, { owner, allowed: Object.keys(params) });
    const entries = Object.entries(params).flatMap(([key, read]): readonly [string, Source][] => {
      const readParam = readParamWith(read);
      if (!required.includes(key) && attributes.get(key) === undefined) return [];
      return [[key, attributes.required(key, readParam, NULL)]];
    });
    return Object.fromEntries(entries);
  };
}

const NULL: Source = { kind: 'constant', value: null };

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

function readWholeNumber(range: Range): Read<number> {
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
