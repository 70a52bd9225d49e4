import type { CatchPolicy, RetryPolicy, TaskStep } from '../flow/flow.ts';
import type { ActiveStep } from './state.ts';

/** Matches every error of a task (docs/reference/language.md 6.7). */
const ALL_ERRORS = 'FnF.ALL';

/** A retry to come: when, and the counts to keep. */
export interface Retry {
  readonly delayMilliseconds: number;
  readonly retries: readonly number[];
}

/**
 * The next retry of a task that failed with `error`, or undefined when it is not to be tried again.
 *
 * The first policy that names the error decides alone, each with a count of its own (docs/reference/language.md 6.3). Delay before
 * retry k: min(maxIntervalSeconds, intervalSeconds × multiplier^(k-1)), kept in whole milliseconds.
 */
export function nextRetry(step: TaskStep, error: string, retries: readonly number[]): Retry | undefined {
  const index = decidingPolicy(step.retry, error);
  const policy = step.retry[index];
  if (policy === undefined) return undefined;
  const done = retries[index] ?? 0;
  if (done >= policy.maxAttempts) return undefined;
  const counts = step.retry.map((_, at) => (retries[at] ?? 0) + (at === index ? 1 : 0));
  return { delayMilliseconds: delayBefore(policy, done + 1), retries: counts };
}

/** The step to go on with after `error`, by the first catch policy that names it; undefined when none does. */
export function catchTarget(step: TaskStep, error: string): string | undefined {
  return step.catch[decidingPolicy(step.catch, error)]?.goto;
}

/** The number of a task's current attempt, from 0: it tells attempts apart for ever. */
export function attemptOf({ earlierAttempts = 0, retries }: ActiveStep): number {
  return earlierAttempts + totalRetries(retries);
}

/** The first of the attempts that were broken off right before the current one; undefined where none was. */
export function firstBrokenOff(active: ActiveStep): number | undefined {
  const { earlierAttempts, brokenOffSince } = active;
  if (earlierAttempts === undefined || attemptOf(active) !== earlierAttempts) return undefined;
  return brokenOffSince ?? earlierAttempts - 1;
}

/** Retries of a step entry over all its policies. */
export function totalRetries(retries: readonly number[] | undefined): number {
  return (retries ?? []).reduce((sum, count) => sum + count, 0);
}

/** The position of the first policy that names an error, which decides alone; -1 when none does. */
export function decidingPolicy(policies: readonly (RetryPolicy | CatchPolicy)[], error: string): number {
  return policies.findIndex(({ errors }) => errors.includes(error) || errors.includes(ALL_ERRORS));
}

function delayBefore(policy: RetryPolicy, attempt: number): number {
  const seconds = policy.intervalSeconds * policy.multiplier ** (attempt - 1);
  return Math.round(Math.min(policy.maxIntervalSeconds, seconds) * 1000);
}
