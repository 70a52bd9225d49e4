import type { StepType } from '../../flow/flow.ts';
import type { AttributeRules } from './attributes.ts';

const COMMON = ['type', 'name', 'inputMappings', 'outputMappings'] as const;
const ENDING = [...COMMON, 'end'] as const;

/** Attributes that a foreach may have only where it is distributed: it then is a task to the steps around it. */
export const ONLY_DISTRIBUTED = ['timeoutSeconds', 'retry', 'catch', 'errorMappings'] as const;

/** The attributes that a step of each type may have (docs/reference/language.md 1.3). */
export const STEP_ATTRIBUTES = {
  task: [
    ...ENDING,
    'resourceArn',
    'action',
    'pattern',
    'serviceParams',
    'timeoutSeconds',
    'heartbeatSeconds',
    'retry',
    'catch',
    'errorMappings',
  ],
  pass: ENDING,
  wait: [...ENDING, 'duration', 'timestamp'],
  succeed: COMMON,
  fail: [...COMMON, 'error', 'cause'],
  choice: [...ENDING, 'choices', 'default'],
  parallel: [...ENDING, 'branches'],
  foreach: [...ENDING, 'iterationMapping', 'steps', 'distributed', ...ONLY_DISTRIBUTED],
} as const satisfies Readonly<Record<StepType, readonly string[]>>;

/** The step types, as messages list them. */
export const STEP_TYPES = Object.keys(STEP_ATTRIBUTES);

const ONLY_TASKS =
  'Only tasks and a foreach that is distributed have it; move the steps into a flow of their own and call it with a task.';

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['goto', 'Jump with the goto of a choice option, a default or a catch policy.'],
  ['retry', ONLY_TASKS],
  ['catch', ONLY_TASKS],
  ['timeoutSeconds', ONLY_TASKS],
  ['heartbeatSeconds', ONLY_TASKS],
]);

/** True for the name of a step type. */
export function isStepType(type: unknown): type is StepType {
  return typeof type === 'string' && Object.hasOwn(STEP_ATTRIBUTES, type);
}

/** The attributes a step of this type may have (docs/reference/language.md 1.3). */
export function stepRules<Type extends StepType>(type: Type) {
  return { owner: `a ${type} step`, allowed: STEP_ATTRIBUTES[type], advice: ADVICE };
}

/** The attributes of a foreach whose iterations run in its own execution. */
export function plainForeachRules(): AttributeRules {
  const { allowed, ...rules } = stepRules('foreach');
  const onlyDistributed: readonly string[] = ONLY_DISTRIBUTED;
  return { ...rules, allowed: allowed.filter((name) => !onlyDistributed.includes(name)) };
}
