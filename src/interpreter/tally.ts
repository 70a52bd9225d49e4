import type { JsonObject } from '../common/json.ts';
import type { BatchRules } from '../flow/flow.ts';
import type { Failure } from './event.ts';
import { pagesWithout } from './reading.ts';
import type { Tally } from './state.ts';

/** The counts of a map run that begins. */
export function newTally(rules: BatchRules, items: number): Tally {
  return { ...rules, items, succeeded: 0, failed: 0, failedBatches: [], again: [] };
}

/** Failed batches that the end of a map run tells of. */
const SHOWN_FAILURES = 10;

/** The counts as the local of the step, with the rules that held at the end and the first batches that failed. */
export function countsOf({ items: total, succeeded, failed, ...tally }: Tally): JsonObject {
  const { failedBatches, again: _again, reading: _reading, ...rules } = tally;
  const first = failedBatches.toSorted((a, b) => a - b).slice(0, SHOWN_FAILURES);
  return { total, succeeded, failed, rules, ...(first.length > 0 && { failedBatches: first }) };
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
  return { ...tally, succeeded: tally.succeeded + itemsOf(tally, batch), ...pagesWithout(tally, batch) };
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

/** Whether more items have failed than these rules tolerate. A share is that of all items: it counts once all are known. */
export function isExceeded({
  toleratedFailedCount,
  toleratedFailedPercentage,
  items,
  failed,
  reading,
}: Tally): boolean {
  if (toleratedFailedCount !== undefined && failed > toleratedFailedCount) return true;
  if (toleratedFailedPercentage !== undefined && reading?.isDone === false) return false;
  if (toleratedFailedPercentage !== undefined) return failed * 100 > toleratedFailedPercentage * items;
  return toleratedFailedCount === undefined && failed > 0;
}

/** Why a map run fails whose last failed batch is this one. */
export function excessFailure(tally: Tally, batch: number, { error, cause }: Failure): Failure {
  const reason = cause === '' ? error : `${error}: ${cause}`;
  return { error: 'FnF.ToleranceExceeded', cause: `${excess(tally)}; batch ${batch} failed with ${reason}` };
}

/** Why a map run fails whose failed items are too many of all, as these are known now. */
export function shareFailure(tally: Tally): Failure {
  return { error: 'FnF.ToleranceExceeded', cause: excess(tally) };
}

function excess({ failed, items, reading }: Tally): string {
  const all = reading?.isDone === false ? `the ${items} items read so far` : `${items} items`;
  return `${failed} of ${all} have failed, more than are tolerated`;
}
