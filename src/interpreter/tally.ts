import type { JsonObject } from '../common/json.ts';
import type { BatchRules } from '../flow/flow.ts';
import type { Failure } from './event.ts';
import type { Tally } from './state.ts';

/** The counts of a map run that begins. */
export function newTally(rules: BatchRules, items: number): Tally {
  return { ...rules, items, succeeded: 0, failed: 0, failedBatches: [], again: [] };
}

/** The counts as the local of the step, with the rules that held at the end. */
export function countsOf({ items: total, succeeded, failed, ...tally }: Tally): JsonObject {
  const { failedBatches: _batches, again: _again, ...rules } = tally;
  return { total, succeeded, failed, rules };
}

/** How many batches a map run has. */
export function batchesOf({ items, batchSize }: Pick<Tally, 'items' | 'batchSize'>): number {
  return Math.ceil(items / batchSize);
}

/** How many items a batch has. */
export function itemsOf({ items, batchSize }: Tally, batch: number): number {
  return Math.min(batchSize, items - batch * batchSize);
}

/** The counts after a batch has begun. */
export function batchBegun(tally: Tally, batch: number): Tally {
  return tally.again.includes(batch) ? { ...tally, again: tally.again.filter((at) => at !== batch) } : tally;
}

/** The counts after a batch has succeeded. */
export function batchSucceeded(tally: Tally, batch: number): Tally {
  return { ...tally, succeeded: tally.succeeded + itemsOf(tally, batch) };
}

/** The counts after a batch has failed: all its items have. */
export function batchFailed(tally: Tally, batch: number): Tally {
  const failedBatches = [...tally.failedBatches, batch];
  return { ...tally, failed: tally.failed + itemsOf(tally, batch), failedBatches };
}

/** The counts of a map run that goes on: the batches that have failed are run again. */
export function withFailedAgain(tally: Tally): Tally {
  const again = [...tally.again, ...tally.failedBatches].sort((a, b) => a - b);
  return { ...tally, failed: 0, failedBatches: [], again };
}

/** Whether more items have failed than these rules tolerate. */
export function isExceeded({
  toleratedFailedCount,
  toleratedFailedPercentage,
  items,
  failed,
}: Tally): boolean {
  if (toleratedFailedCount !== undefined && failed > toleratedFailedCount) return true;
  if (toleratedFailedPercentage !== undefined) return failed * 100 > toleratedFailedPercentage * items;
  return toleratedFailedCount === undefined && failed > 0;
}

/** Why a map run fails whose last failed batch is this one. */
export function excessFailure({ failed, items }: Tally, batch: number, { error, cause }: Failure): Failure {
  const reason = cause === '' ? error : `${error}: ${cause}`;
  return {
    error: 'FnF.ToleranceExceeded',
    cause: `${failed} of ${items} items have failed, more than are tolerated; batch ${batch} failed with ${reason}`,
  };
}
