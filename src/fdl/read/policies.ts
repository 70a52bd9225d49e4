import type { CatchPolicy, RetryPolicy } from '../../flow/flow.ts';
import { MAX_RETRY_INTERVAL_SECONDS } from '../../limits.ts';
import { Attributes } from './attributes.ts';
import type { Read } from './context.ts';
import { readErrorName } from './error-name.ts';
import { readFilledList, readInteger, readList, readNumber } from './values.ts';

const readErrors = readFilledList('error names', readErrorName);
/** Seconds between two attempts. */
export const INTERVAL_SECONDS = { lowest: 1, highest: MAX_RETRY_INTERVAL_SECONDS };
/** The policy of a task that leaves out what it may (docs/reference/language.md 6.3). */
export const RETRY_DEFAULTS = {
  intervalSeconds: 1,
  maxIntervalSeconds: MAX_RETRY_INTERVAL_SECONDS,
  maxAttempts: 3,
  multiplier: 2,
};
const readInterval = readInteger(INTERVAL_SECONDS);

/** The attributes of a retry policy. */
export const RETRY_RULES = {
  owner: 'a retry policy',
  allowed: ['errors', 'intervalSeconds', 'maxIntervalSeconds', 'maxAttempts', 'multiplier'],
} as const;

/** Reads the retry policies of a task, with the defaults of docs/reference/language.md 6.3. */
export const readRetry: Read<readonly RetryPolicy[]> = readList('retry policies', (field, context) => {
  const attributes = new Attributes(field, context, RETRY_RULES);
  return {
    errors: attributes.required('errors', readErrors, []),
    intervalSeconds: attributes.optionalOr('intervalSeconds', readInterval, RETRY_DEFAULTS.intervalSeconds),
    maxIntervalSeconds: attributes.optionalOr(
      'maxIntervalSeconds',
      readInterval,
      RETRY_DEFAULTS.maxIntervalSeconds,
    ),
    maxAttempts: attributes.optionalOr('maxAttempts', readInteger({ lowest: 0 }), RETRY_DEFAULTS.maxAttempts),
    multiplier: attributes.optionalOr('multiplier', readNumber({ lowest: 1 }), RETRY_DEFAULTS.multiplier),
  };
});

/** The attributes of a catch policy. */
export const CATCH_RULES = {
  owner: 'a catch policy',
  allowed: ['errors', 'goto'],
  advice: new Map([['steps', 'Put the steps beside the task and reach them with goto.']]),
} as const;

/** A reader of the catch policies of a task. */
export function readCatch(readGoto: Read<string>): Read<readonly CatchPolicy[]> {
  return readList('catch policies', (field, context) => {
    const attributes = new Attributes(field, context, CATCH_RULES);
    return {
      errors: attributes.required('errors', readErrors, []),
      goto: attributes.required('goto', readGoto, ''),
    };
  });
}
