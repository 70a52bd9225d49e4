import type { MapRunProgress } from '../../engine/map/progress.ts';
import type { BatchRules } from '../../flow/flow.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { ItemCountsView, MapRunRulesView } from '../contract/map-runs.ts';

/** The rules of a map run as callers see them. */
export function rulesView(rules: BatchRules): MapRunRulesView {
  return {
    Concurrency: rules.maxConcurrency,
    ToleratedFailedCount: rules.toleratedFailedCount ?? 0,
    ToleratedFailedPercentage: rules.toleratedFailedPercentage ?? 0,
  };
}

/** The items of a map run by how they stand. Those that an ended one has left are aborted. */
export function itemCountsView(
  { end }: ExecutionHeader,
  { total, succeeded, failed, running }: MapRunProgress,
): ItemCountsView {
  const left = total - succeeded - failed - running;
  const isOver = end !== undefined;
  return {
    Total: total,
    Pending: isOver ? 0 : left,
    Running: running,
    Succeed: succeeded,
    Failed: failed,
    Aborted: isOver ? left : 0,
  };
}
