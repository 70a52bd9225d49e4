import type { ChangedRules } from '../flow/flow.ts';
import type { EventId, Failure, Instant } from './event.ts';
import type { Heartbeat } from './heartbeats.ts';

/**
 * One attempt of one entry of a task step: the frame it runs in, the id of its StepEntered event, and the
 * attempt's number from 0.
 */
export interface TaskId {
  readonly frame: EventId;
  readonly entry: EventId;
  readonly attempt: number;
}

/**
 * Something that happens to an execution.
 *
 * A command for which the execution does not wait (a finished task, a stale timer, an ended execution) leads to no events.
 */
export type Command =
  | { readonly type: 'Start' }
  /** Goes on with what is ready but did not fit into an earlier commit. */
  | { readonly type: 'Continue' }
  /** The submitting call of a callback or sync task returned; `output` is the JSON text of its return value. */
  | { readonly type: 'SubmitTask'; readonly task: TaskId; readonly output: string }
  /** The submitting call of a callback or sync task failed. */
  | { readonly type: 'FailSubmit'; readonly task: TaskId; readonly failure: Failure }
  | { readonly type: 'CompleteTask'; readonly task: TaskId; readonly output: string }
  | { readonly type: 'FailTask'; readonly task: TaskId; readonly failure: Failure }
  /**
   * `dueAt` is the instant that the timer was armed for; it may come before. The driver adds `heartbeats` where the timer
   * looks after those.
   */
  | {
      readonly type: 'FireTimer';
      readonly timer: TimerId;
      readonly dueAt: Instant;
      readonly heartbeats?: readonly Heartbeat[];
    }
  /** Changes the rules of a map run while it runs; what is left out stays. */
  | { readonly type: 'ChangeMapRun'; readonly rules: ChangedRules }
  /**
   * `startedBy` is the attempt of a task among those of all executions: only an execution that it has started, or that last went
   * on for it, is stopped.
   */
  | { readonly type: 'Stop'; readonly failure: Failure; readonly startedBy?: string | undefined };

/** A wait, a retry delay or the look at heartbeats (the id of the event that began it), or the execution's watchdog for timeouts. */
export type TimerId = EventId | 'watchdog';
