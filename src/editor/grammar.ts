import {
  type AttributeHelp,
  BRANCH_HELP,
  CATCH_HELP,
  COMMON_HELP,
  DEFAULT_HELP,
  DISTRIBUTED_HELP,
  FLOW_HELP,
  ITEM_READER_HELP,
  ITERATION_HELP,
  MAPPING_HELP,
  OPTION_HELP,
  RESULT_WRITER_HELP,
  RETRY_HELP,
  STEP_HELP,
} from '../fdl/help/attribute-help.ts';
import { PARAM_HELP } from '../fdl/help/word-help.ts';
import { STEP_ATTRIBUTES } from '../fdl/read/step-attributes.ts';
import { INPUT_TYPES } from '../fdl/read/steps/objects.ts';
import type { StepType } from '../flow/flow.ts';
import type { ParamRule } from '../targets/param-rule.ts';
import { kindOf, readTarget, type TaskTarget } from '../targets/targets.ts';

/** The kinds of single values, by what can be said about them. */
export type ValueKind =
  | 'anything'
  | 'version'
  | 'flowType'
  | 'stepType'
  | 'name'
  | 'key'
  | 'boolean'
  | 'goto'
  | 'condition'
  | 'source'
  | 'inputPath'
  | 'errorName'
  | 'resource'
  | 'action'
  | 'pattern'
  | 'flowName';

/** The objects of a definition whose attributes are always the same. */
export type ObjectKind =
  | StepType
  | 'flow'
  | 'step'
  | 'option'
  | 'default'
  | 'branch'
  | 'iteration'
  | 'distributed'
  | 'itemReader'
  | 'resultWriter'
  | 'mapping'
  | 'retry'
  | 'catch';

/** The value that may stand at a place of a definition. */
export type Expected =
  | { readonly is: 'object'; readonly object: ObjectGrammar }
  | { readonly is: 'list'; readonly of: Expected }
  | { readonly is: 'steps' }
  | { readonly is: 'params' }
  | { readonly is: 'value'; readonly value: ValueKind; readonly words?: readonly string[] };

/** The attributes of an object, in the order in which they are offered. */
export interface ObjectGrammar {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly required: readonly string[];
  /** Attributes of which only one may be present. */
  readonly exclusive: readonly string[];
}

/** An attribute: its explanation, and its value. */
export interface Attribute {
  readonly help: AttributeHelp;
  readonly expected: Expected;
}

const value = (kind: ValueKind): Expected => ({ is: 'value', value: kind });
const list = (of: Expected): Expected => ({ is: 'list', of });
const object = (kind: ObjectKind): Expected => ({
  is: 'object',
  get object() {
    return OBJECTS[kind];
  },
});

const STEPS: Expected = { is: 'steps' };
const MAPPINGS = list(object('mapping'));
const ERRORS = list(value('errorName'));

const COMMON: Readonly<Record<string, Expected>> = {
  type: value('stepType'),
  name: value('name'),
  inputMappings: MAPPINGS,
  outputMappings: MAPPINGS,
  end: value('boolean'),
};

const FAILURES = {
  retry: list(object('retry')),
  catch: list(object('catch')),
  errorMappings: MAPPINGS,
};

const CONSEQUENCE = { steps: STEPS, goto: value('goto') };

/** The values of attributes; those that are not named take anything. */
const VALUES: Readonly<Record<ObjectKind, Readonly<Record<string, Expected>>>> = {
  flow: {
    version: value('version'),
    type: value('flowType'),
    name: value('name'),
    inputMappings: MAPPINGS,
    outputMappings: MAPPINGS,
    steps: STEPS,
  },
  step: COMMON,
  task: {
    ...COMMON,
    resourceArn: value('resource'),
    action: value('action'),
    pattern: value('pattern'),
    serviceParams: { is: 'params' },
    ...FAILURES,
  },
  pass: COMMON,
  wait: { ...COMMON, duration: value('inputPath'), timestamp: value('inputPath') },
  succeed: COMMON,
  fail: { ...COMMON, error: value('inputPath'), cause: value('inputPath') },
  choice: { ...COMMON, choices: list(object('option')), default: object('default') },
  parallel: { ...COMMON, branches: list(object('branch')) },
  foreach: {
    ...COMMON,
    iterationMapping: object('iteration'),
    steps: STEPS,
    distributed: object('distributed'),
    ...FAILURES,
  },
  option: { condition: value('condition'), ...CONSEQUENCE },
  default: CONSEQUENCE,
  branch: { steps: STEPS },
  iteration: { collection: value('inputPath'), item: value('key'), index: value('key') },
  distributed: { itemReader: object('itemReader'), resultWriter: object('resultWriter') },
  itemReader: {
    inputType: { is: 'value', value: 'inputPath', words: INPUT_TYPES },
    bucket: value('inputPath'),
    key: value('inputPath'),
    prefix: value('inputPath'),
  },
  resultWriter: { bucket: value('inputPath'), prefix: value('inputPath') },
  mapping: { target: value('key'), source: value('source') },
  retry: { errors: ERRORS },
  catch: { errors: ERRORS, goto: value('goto') },
};

const HELP: Readonly<
  Record<Exclude<ObjectKind, StepType | 'step'>, Readonly<Record<string, AttributeHelp>>>
> = {
  flow: FLOW_HELP,
  option: OPTION_HELP,
  default: DEFAULT_HELP,
  branch: BRANCH_HELP,
  iteration: ITERATION_HELP,
  distributed: DISTRIBUTED_HELP,
  itemReader: ITEM_READER_HELP,
  resultWriter: RESULT_WRITER_HELP,
  mapping: MAPPING_HELP,
  retry: RETRY_HELP,
  catch: CATCH_HELP,
};

const REQUIRED: Partial<Readonly<Record<ObjectKind, readonly string[]>>> = {
  flow: ['version', 'type', 'steps'],
  task: ['resourceArn'],
  wait: ['duration', 'timestamp'],
  choice: ['choices'],
  parallel: ['branches'],
  foreach: ['iterationMapping', 'steps'],
  option: ['condition'],
  branch: ['steps'],
  iteration: ['item'],
  itemReader: ['inputType', 'bucket'],
  resultWriter: ['bucket'],
  mapping: ['target', 'source'],
  retry: ['errors'],
  catch: ['errors', 'goto'],
};

const EXCLUSIVE: Partial<Readonly<Record<ObjectKind, readonly string[]>>> = {
  task: ['resourceArn', 'action'],
  wait: ['duration', 'timestamp'],
};

const STEP_TYPES = Object.keys(STEP_ATTRIBUTES) as readonly StepType[];

function stepGrammar(type: StepType): ObjectGrammar {
  const help: Readonly<Record<string, AttributeHelp>> = { ...COMMON_HELP, ...STEP_HELP[type] };
  const own = Object.fromEntries(STEP_ATTRIBUTES[type].map((name) => [name, help[name] as AttributeHelp]));
  return grammarOf(type, own, ['type', 'name', ...(REQUIRED[type] ?? [])]);
}

function grammarOf(
  kind: ObjectKind,
  help: Readonly<Record<string, AttributeHelp>>,
  required = REQUIRED[kind] ?? [],
): ObjectGrammar {
  const attributes = Object.entries(help).map(([name, said]): [string, Attribute] => [
    name,
    { help: said, expected: VALUES[kind][name] ?? value('anything') },
  ]);
  return { attributes: new Map(attributes), required, exclusive: EXCLUSIVE[kind] ?? [] };
}

const OBJECTS: Readonly<Record<ObjectKind, ObjectGrammar>> = {
  ...(Object.fromEntries(STEP_TYPES.map((type) => [type, stepGrammar(type)])) as Record<
    StepType,
    ObjectGrammar
  >),
  ...(Object.fromEntries(
    Object.entries(HELP).map(([kind, help]) => [kind, grammarOf(kind as ObjectKind, help)]),
  ) as Record<Exclude<ObjectKind, StepType | 'step'>, ObjectGrammar>),
  // A step without a type may have what every step has.
  step: grammarOf('step', COMMON_HELP, ['type', 'name']),
};

/** The whole definition. */
export const FLOW: Expected = object('flow');

/** The attributes of a step. @param type - undefined for one that has none yet, or none that is known */
export function stepObject(type: StepType | undefined): Expected {
  return object(type ?? 'step');
}

/** The service parameters of a task; undefined for a target that cannot be made out. */
export function paramsObject(written: string | undefined): ObjectGrammar | undefined {
  const target = readTarget('resourceArn', written ?? '') ?? readTarget('action', written ?? '');
  return target && paramsOf(target);
}

function paramsOf(target: TaskTarget): ObjectGrammar {
  const { params } = kindOf(target);
  const attributes = Object.entries(params).map(([name, rule]): [string, Attribute] => [
    name,
    { help: PARAM_HELP[name] as AttributeHelp, expected: paramValue(name, rule) },
  ]);
  const required = Object.keys(params).filter((name) => params[name]?.isRequired);
  return { attributes: new Map(attributes), required, exclusive: [] };
}

function paramValue(name: string, rule: ParamRule): Expected {
  if (name === 'FlowName') return value('flowName');
  return { is: 'value', value: 'inputPath', ...(rule.takes === 'word' && { words: rule.words }) };
}
