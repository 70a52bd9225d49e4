import type { TaskStep } from '../flow/flow.ts';
import { nextRetry } from '../interpreter/retry.ts';
import type { StepRun } from './model.ts';

/** When a task whose last attempt failed is tried again; undefined when it is not. */
export function nextRetryAt(step: TaskStep, { status, attempts }: StepRun): number | undefined {
  if (status !== 'retrying') return undefined;
  let retries: readonly number[] = [];
  let at: number | undefined;
  for (const { error = '', endedAt } of attempts) {
    const retry = nextRetry(step, error, retries);
    if (retry === undefined || endedAt === undefined) return undefined;
    retries = retry.retries;
    at = endedAt + retry.delayMilliseconds;
  }
  return at;
}
