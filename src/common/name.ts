/** Letters of the longest name. */
export const MAX_NAME_LENGTH = 128;

/** The rule for names of flows, executions and schedules, as a part of a regular expression. */
export const NAME = '[A-Za-z_][A-Za-z0-9_-]{0,127}';

/** The same rule in words, to follow "must be" or "is no name:". */
export const NAME_RULE = `1 to ${MAX_NAME_LENGTH} letters, digits, _ and -, beginning with a letter or _`;

/** The rule for names of steps, as a part of a regular expression that knows Unicode. */
export const STEP_NAME = '[\\p{L}_][\\p{L}\\p{M}\\p{N}_-]{0,127}';

/** The rule for names of steps in words, which takes letters and digits of every alphabet. */
export const STEP_NAME_RULE = `${NAME_RULE}; letters and digits of any alphabet`;

const WHOLE = new RegExp(`^${NAME}$`);
const WHOLE_STEP = new RegExp(`^${STEP_NAME}$`, 'u');

/** True for a text that may be a name. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && WHOLE.test(value);
}

/** True for a text that may be the name of a step (docs/reference/language.md 1.4). */
export function isStepName(value: string): boolean {
  return WHOLE_STEP.test(value);
}
