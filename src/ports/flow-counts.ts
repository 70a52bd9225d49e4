import type { Instant } from '../interpreter/event.ts';
import type { ExecutionEnd } from './execution-store.ts';

/** An execution that has ended, as it is counted. */
export interface EndedRun {
  readonly flowId: string;
  readonly name: string;
  readonly status: ExecutionEnd['status'];
  readonly startedAt: Instant;
  readonly stoppedAt: Instant;
}

/** How the executions of one flow have ended of late. */
export interface FlowCount {
  /** The one that ended last, also if that is longer ago. */
  readonly last: EndedRun;
  /** Ends in the current hour and the 23 before, by how. */
  readonly ended: Readonly<Partial<Record<ExecutionEnd['status'], number>>>;
  /** Milliseconds from start to end, to a tenth; absent where none has ended in that time. */
  readonly median?: number;
  readonly p95?: number;
}

/** Executions that run now. */
export interface RunningCount {
  readonly count: number;
  /** True where there may be more: counting ends at {@link MOST_RUNNING}. */
  readonly isLeast: boolean;
}

/** Executions of one flow that are counted one by one. */
export const MOST_RUNNING = 100;

/**
 * Counts ends by flow and hour, so that reading them costs the same after ten executions or a million. Counts are no log: a crash may lose
 * the last ones, or count an end twice. An execution that goes on after an end counts with each of its ends.
 */
export interface FlowCounts {
  /** Counts an end. Never rejects: an execution ends without being counted. */
  ended(run: EndedRun): Promise<void>;

  /** @returns undefined for a flow of which no execution has ended, as far as is known. */
  read(flowId: string, now: Instant): Promise<FlowCount | undefined>;

  /** How many executions of a flow run, counted up to {@link MOST_RUNNING}. */
  running(flowId: string): Promise<RunningCount>;
}
