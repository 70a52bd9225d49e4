/** Letters of the longest name. */
export const MAX_NAME_LENGTH = 128;

/** The rule for names of flows, steps, executions and schedules, as a part of a regular expression. */
export const NAME = '[A-Za-z_][A-Za-z0-9_-]{0,127}';

/** The same rule in words, to follow "must be" or "is no name:". */
export const NAME_RULE = `1 to ${MAX_NAME_LENGTH} letters, digits, _ and -, beginning with a letter or _`;

const WHOLE = new RegExp(`^${NAME}$`);

/** True for a text that may be a name. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && WHOLE.test(value);
}
