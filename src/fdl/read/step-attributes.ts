import type { StepType } from '../../flow/flow.ts';
import type { AttributeRules } from './attributes.ts';

const COMMON = ['type', 'name', 'inputMappings', 'outputMappings'] as const;
const ENDING = [...COMMON, 'end'] as const;

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
  foreach: [...ENDING, 'iterationMapping', 'steps'],
} as const satisfies Readonly<Record<StepType, readonly string[]>>;

/** The step types, as messages list them. */
export const STEP_TYPES = Object.keys(STEP_ATTRIBUTES);

const ONLY_TASKS = 'Only tasks have it; move the steps into a flow of their own and call it with a task.';

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
export function stepRules(type: StepType): AttributeRules {
  return { owner: `a ${type} step`, allowed: STEP_ATTRIBUTES[type], advice: ADVICE };
}
