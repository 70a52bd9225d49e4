import type { BlobStore } from './blob-store.ts';
import type { ChildStarts } from './child-starts.ts';
import type { Clock, Ids } from './clock.ts';
import type { DispatchHandler, DispatchQueue } from './dispatch-queue.ts';
import type { AbandonedExecution, ExecutionStore } from './execution-store.ts';
import type { FlowCounts } from './flow-counts.ts';
import type { FlowStore } from './flow-store.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { Logger } from './logger.ts';
import type { Objects } from './objects.ts';
import type { PhysicalLimits } from './physical-limits.ts';
import type { StatusEvents } from './status-events.ts';
import type { TaskTargets } from './task-targets.ts';
import type { Schedules, Timers } from './timers.ts';

/** The ports through which the engine keeps, sends, calls, and reads the time. */
export interface Ports {
  readonly executions: ExecutionStore;
  readonly blobs: BlobStore;
  readonly heartbeats: Heartbeats;
  readonly flows: FlowStore;
  readonly queue: DispatchQueue;
  readonly timers: Timers;
  readonly schedules: Schedules;
  readonly targets: TaskTargets;
  readonly objects: Objects;
  readonly childStarts: ChildStarts;
  /** Absent where nothing outside hears of executions. */
  readonly statusEvents?: StatusEvents;
  /** Absent where ends are not counted. */
  readonly flowCounts?: FlowCounts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** A place where executions live: its ports, the limits of its machines, and its life. */
export interface Home {
  readonly ports: Ports;
  readonly physical: PhysicalLimits;

  /**
   * Unfinished executions whose messages have died with a process; none where messages outlive processes. Executions
   * that begin after the start are not among them.
   */
  abandoned(): AsyncIterable<AbandonedExecution>;

  /** Fires schedules and hands messages to `handle` from now on; called once. */
  start(handle: DispatchHandler): Promise<void>;

  /** Begins nothing more, and waits a moment for work that is about to be committed. */
  close(): Promise<void>;
}
