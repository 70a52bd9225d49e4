import type { EmptyResponse, ExecutionKey, ExecutionStatus } from './common.ts';

/** A map run by its name, which begins with that of its execution: `order-1:map-5-0`. */
export interface MapRunKey extends ExecutionKey {
  readonly MapRunName: string;
}

/** Items of a map run: of batches that have not begun, run, or have ended. `Aborted` are those that a stop or failure has cut off. */
export interface ItemCountsView {
  readonly Total: number;
  readonly Pending: number;
  readonly Running: number;
  readonly Succeed: number;
  readonly Failed: number;
  readonly Aborted: number;
}

/** The rules of a map run. A tolerance that is not set is 0. */
export interface MapRunRulesView {
  /** Batches at a time. */
  readonly Concurrency: number;
  readonly ToleratedFailedCount: number;
  readonly ToleratedFailedPercentage: number;
}

export interface DescribeMapRunResponse extends EmptyResponse, MapRunKey, MapRunRulesView {
  readonly Status: ExecutionStatus;
  readonly StartedTime: string;
  readonly StoppedTime: string;
  readonly ItemCounts: ItemCountsView;
  /** False as long as an item reader has not come to the end: `Total` and `Pending` are then those that were found so far. */
  readonly AllItemsRead: boolean;
}

/** At least one of the rules; what is left out stays. */
export interface UpdateMapRunRequest extends MapRunKey, Partial<MapRunRulesView> {}

export interface UpdateMapRunResponse extends EmptyResponse, MapRunKey, MapRunRulesView {}
