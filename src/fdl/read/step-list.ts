import type { Step, StepList, StepType } from '../../flow/flow.ts';
import { type Field, listFields, memberPath } from '../yaml/node.ts';
import { type AttributeRules, Attributes } from './attributes.ts';
import type { Context, Read } from './context.ts';
import { isStepType, plainForeachRules, STEP_TYPES, stepRules } from './step-attributes.ts';
import { checkNames } from './step-names.ts';
import { gotoReader, type ReadStep, type StepScope } from './step-scope.ts';
import { readChoice } from './steps/choice.ts';
import { readFail } from './steps/fail.ts';
import { readForeach } from './steps/foreach.ts';
import { readParallel } from './steps/parallel.ts';
import { readPass } from './steps/pass.ts';
import { readSucceed } from './steps/succeed.ts';
import { readTask } from './steps/task.ts';
import { readWait } from './steps/wait.ts';
import { readStepName } from './values.ts';
import { describe, listWords } from './words.ts';

const READERS: Readonly<Record<StepType, ReadStep>> = {
  task: readTask,
  pass: readPass,
  wait: readWait,
  succeed: readSucceed,
  fail: readFail,
  choice: readChoice,
  parallel: readParallel,
  foreach: readForeach,
};

/** A reader of steps lists at a depth; the flow's own list is at depth 1. */
export function stepListReader(depth: number): Read<StepList> {
  return (field, context) => {
    const { node, path } = field;
    if (node.kind !== 'list') {
      context.refuse('wrong-type', field, `Expected steps as a list, found ${describe(node)}`);
      return [];
    }
    if (depth > context.limits.nesting) {
      context.refuse(
        'too-deep',
        field,
        `Steps may be nested ${context.limits.nesting} lists deep; this list is deeper`,
      );
      return [];
    }
    const fields = listFields(node, path);
    const scope: StepScope = {
      readGoto: gotoReader(checkNames(fields, context)),
      readSteps: stepListReader(depth + 1),
    };
    return fields.flatMap((step) => readStep(step, context, scope) ?? []);
  };
}

function readStep(field: Field, context: Context, scope: StepScope): Step | undefined {
  context.countStep(field);
  const type = readType(field, context);
  if (type === undefined) return undefined;
  const attributes = new Attributes(field, context, rulesOf(type, field));
  return READERS[type](attributes.required('name', readStepName, ''), attributes, scope);
}

function rulesOf(type: StepType, { node }: Field): AttributeRules {
  const isPlainForeach = type === 'foreach' && node.kind === 'map' && !node.entries.has('distributed');
  return isPlainForeach ? plainForeachRules() : stepRules(type);
}

function readType(field: Field, context: Context): StepType | undefined {
  const { node, path } = field;
  if (node.kind !== 'map') {
    context.refuse('wrong-type', field, `Expected a step as an object, found ${describe(node)}`);
    return undefined;
  }
  const type = node.entries.get('type')?.value;
  if (type === undefined) {
    context.refuse(
      'missing-attribute',
      field,
      `The attribute "type" of a step is missing; it is one of ${listWords(STEP_TYPES)}`,
    );
    return undefined;
  }
  const word = type.kind === 'scalar' ? type.value : undefined;
  if (isStepType(word)) return word;
  const typeField = { node: type, path: memberPath(path, 'type') };
  if (word === 'loop') {
    context.refuse(
      'unsupported-feature',
      typeField,
      'There is no loop step; jump back with the goto of a choice option',
    );
  } else {
    const hint = typeof word === 'string' ? context.suggest(word, STEP_TYPES) : '';
    context.refuse(
      'unknown-value',
      typeField,
      `Expected one of ${listWords(STEP_TYPES)}, found ${describe(type)}.${hint}`,
    );
  }
  return undefined;
}
