import type { JsonObject, JsonValue } from '../common/json.ts';
import type { ChangedRules } from '../flow/flow.ts';

/** Number of an event in its execution: 1, 2, 3 … without gaps. */
export type EventId = number;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A failure that retry and catch may match; a value, never thrown. */
export interface Failure {
  readonly error: string;
  /** Free text, often JSON of the failed call; empty when nothing is known. */
  readonly cause: string;
}

/** An event of one step that needs nothing but its place; `frame` is the event that opened the step's list. */
interface PlainStepEvent {
  readonly type:
    | 'StepEntered'
    | 'StepStarted'
    | 'StepSucceeded'
    | 'StepExited'
    | 'TaskStarted'
    | 'BranchExited'
    | 'IterationExited';
  readonly frame: EventId;
}

/** A stretch of a log that no longer counts: what happened in a list, and inside it, after an event. */
export interface Undone {
  /** The event that opened the list. */
  readonly frame: EventId;
  readonly after: EventId;
}

/**
 * An ended execution goes on, or a new one goes on from where the log of another was. It holds the state to go on with:
 * what is decided later about how such a state is found changes no log that is stored already.
 */
export interface ResumedEvent {
  readonly type: 'ExecutionRedriven' | 'ExecutionForked';
  /** The state to go on with, as a snapshot. */
  readonly restored: JsonValue;
  /** The definition version to go on with. */
  readonly flowVersion: number;
  /** Path of the step at which to go on, where the caller chose one. */
  readonly fromStep?: string;
  /** Laid over the local of the list that goes on. */
  readonly patch?: JsonObject;
  /** The caller that asked for it, where callers are known. */
  readonly by?: string;
  readonly undone: readonly Undone[];
}

/**
 * A fact as the log keeps it, without the parts that folding can derive.
 *
 * The public history (ids, times, `ScheduleEventId`, `EventDetail`) is rendered from these when it is read.
 * Inputs and outputs of tasks are kept as the text that was received, so that the API can return them unchanged.
 */
export type ExecutionEvent =
  | { readonly type: 'ExecutionStarted' }
  | PlainStepEvent
  | { readonly type: 'StepFailed'; readonly frame: EventId; readonly failure: Failure }
  /** An attempt took too long, or its worker did not send the next heartbeat in time. */
  | { readonly type: 'TaskTimedOut'; readonly frame: EventId; readonly isHeartbeatMissed?: true }
  | { readonly type: 'BranchEntered' | 'IterationEntered'; readonly frame: EventId; readonly index: number }
  | { readonly type: 'TaskScheduled'; readonly frame: EventId; readonly token?: string }
  | { readonly type: 'TaskSubmitted' | 'TaskSucceeded'; readonly frame: EventId; readonly output: string }
  | { readonly type: 'TaskSubmitFailed' | 'TaskFailed'; readonly frame: EventId; readonly failure: Failure }
  | { readonly type: 'MapRunChanged'; readonly frame: EventId; readonly rules: ChangedRules }
  | { readonly type: 'ExecutionSucceeded' }
  | { readonly type: 'ExecutionFailed' | 'ExecutionStopped'; readonly failure: Failure }
  | { readonly type: 'ExecutionTimedOut' }
  | ResumedEvent;

/** The 21 types of events with Alibaba's public names, and those of executions that go on again and of map runs. */
export type EventType = ExecutionEvent['type'];

/** How an execution stands; `Starting` until the first event. */
export type ExecutionStatus = 'Starting' | 'Running' | 'Stopped' | 'Succeeded' | 'Failed' | 'TimedOut';
