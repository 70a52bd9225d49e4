import type { TimerId } from '../interpreter/command.ts';
import type { Instant } from '../interpreter/event.ts';
import type { PendingTimer } from '../interpreter/state.ts';
import type { ExecutionId } from './execution-store.ts';
import type { ScheduleRecord } from './flow-store.ts';

/** Sends a FireTimer command message when a timer is due, never early and seldom more than a second late. */
export interface Timers {
  /**
   * Arming the same timer again is harmless. A due time in the past fires at once. `redrives` says how often the execution
   * had gone on after an end; 0 when left out. `since` is when its time began: a home whose timers stay behind an execution
   * that ends early keeps them short while it is young.
   */
  arm(
    execution: ExecutionId,
    timer: TimerId,
    fireAt: Instant,
    redrives?: number,
    since?: Instant,
  ): Promise<void>;

  /**
   * Forgets the timers of an ended execution, as far as that is cheap; a late firing changes nothing. Those stay that were
   * armed after it had gone on more often than `redrives` says. A home that does not remember its timers forgets those in `left`.
   */
  cancelAll(execution: ExecutionId, redrives?: number, left?: LeftTimers): Promise<void>;
}

/** Timers that may still be armed, and when the time of their execution began. */
export interface LeftTimers {
  readonly timers: readonly PendingTimer[];
  readonly since: Instant;
}

/** Sends a start message whenever an enabled schedule is due. */
export interface Schedules {
  /** Begins or changes the firing of a schedule; a disabled one stops firing. */
  put(schedule: ScheduleRecord): Promise<void>;

  /** Ends the firing; forgetting twice is harmless. */
  remove(schedule: ScheduleRecord): Promise<void>;
}
