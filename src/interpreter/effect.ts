import type { JsonObject, JsonValue } from '../common/json.ts';
import type { DistributedMap } from '../flow/flow.ts';
import type { Pattern } from '../targets/target-kind.ts';
import type { TaskTarget } from '../targets/targets.ts';
import type { TaskId, TimerId } from './command.ts';
import type { Instant } from './event.ts';
import type { PendingTimer } from './state.ts';

/**
 * The attempt that the execution broke off before it went on again: what that one started can go on, too. It may be what an earlier
 * one has started, since the first of those in a row that were broken off.
 */
export interface BrokenOff extends TaskId {
  readonly since: number;
}

/** Call a task's target; the outcome comes back as a command. Performing may repeat after a crash. */
export interface InvokeTask {
  readonly type: 'InvokeTask';
  readonly task: TaskId;
  readonly stepName: string;
  readonly target: TaskTarget;
  readonly pattern: Pattern;
  /** The steps to run, where the target is a map run. */
  readonly map?: DistributedMap;
  /** The mapped input of the step. */
  readonly input: JsonObject;
  /** Evaluated service parameters; a reference that was missing left its parameter out. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Present where the target or a mapping needs it. */
  readonly token?: string;
  /** Instant at which the attempt times out; absent without `timeoutSeconds`. */
  readonly deadlineAt?: Instant;
  readonly brokenOff?: BrokenOff;
}

/** Arm a timer; arming twice is harmless. */
export interface StartTimer {
  readonly type: 'StartTimer';
  readonly timer: TimerId;
  readonly fireAt: Instant;
}

/** Stop the execution a sync task waits for. Best effort. */
export interface StopChild {
  readonly type: 'StopChild';
  readonly task: TaskId;
  readonly target: TaskTarget;
  readonly input: JsonObject;
  readonly params: Readonly<Record<string, JsonValue>>;
  /** The attempt whose child it may have gone on with. */
  readonly brokenOff?: BrokenOff;
}

/** Go on with what is ready: the commit that made it ready was full. */
export interface GoOn {
  readonly type: 'GoOn';
}

/** Tell the parent's task, stop children, and write the end into the header, in that order. Timers that are left may be forgotten. */
export interface FinishExecution {
  readonly type: 'FinishExecution';
  readonly children: readonly StopChild[];
  readonly timers: readonly PendingTimer[];
}

/** An effect that an adapter performs. */
export type OutsideEffect = InvokeTask | StartTimer | StopChild | FinishExecution;

/** Something that must be done after a commit. */
export type Effect = OutsideEffect | GoOn;
