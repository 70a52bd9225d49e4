import type { EventView, ExecutionStatus } from '../api/contract.ts';
import type { PersistentTable } from '../common/persistent-table.ts';

/** The frame of the flow's own list: `ExecutionStarted`, the first event, opens it. */
export const FLOW_FRAME = 1;

/**
 * How one run of a step stands, or how it ended.
 *
 * `waiting`: a worker has to report. `resting`: a wait step. `retrying`: an attempt failed and the next one is to
 * come. `caught`: it failed and the flow went on at its catch. `abandoned`: it was open when something around it ended.
 */
export type RunStatus =
  | 'running'
  | 'waiting'
  | 'resting'
  | 'retrying'
  | 'succeeded'
  | 'caught'
  | 'failed'
  | 'abandoned';

/** A step's type, as far as the events tell it; a choice that entered no option looks like a plain step. */
export type RunKind = 'plain' | 'task' | 'wait' | 'choice' | 'parallel' | 'foreach';

/** One call of a task. Instants are milliseconds since 1970; `…By` is the id of an event. */
export interface Attempt {
  readonly scheduledBy: number;
  readonly scheduledAt: number;
  readonly startedAt?: number;
  readonly submittedAt?: number;
  readonly endedBy?: number;
  readonly endedAt?: number;
  readonly error?: string;
  readonly cause?: string;
}

/** Names another execution. */
export interface ExecutionLink {
  readonly flowName: string;
  readonly executionName: string;
}

/** One run of a step: a loop runs the same step several times. */
export interface StepRun {
  /** The event that entered it. */
  readonly id: number;
  /** The list of steps that it ran in. */
  readonly frame: number;
  readonly name: string;
  /** Place of its step in the definition, the same for each of its runs. */
  readonly place: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  /** 1 for the first run of this step, counted over all frames. */
  readonly ordinal: number;
  /** The run of the same step before this one, in any frame. */
  readonly earlier?: number;
  /** The run before this one in the same frame. */
  readonly previous?: number;
  readonly enteredAt: number;
  readonly endedAt?: number;
  /** The events that tell the mapped input, the output and the local after it. */
  readonly inputBy?: number;
  readonly outputBy?: number;
  readonly exitedBy?: number;
  readonly attempts: readonly Attempt[];
  /** The target of a task, and the pattern of the call. */
  readonly resourceArn?: string;
  readonly pattern?: string;
  /** When a wait step goes on. */
  readonly restsUntil?: number;
  /** The step that a choice or a catch went on at. */
  readonly goto?: string;
  readonly error?: string;
  readonly cause?: string;
  /** The execution that a task started. */
  readonly child?: ExecutionLink;
  /** Frames inside: how many there were, how many ended well, which one was opened last, which are open. */
  readonly framesEntered: number;
  readonly framesExited: number;
  readonly lastFrame?: number;
  readonly openFrames: readonly number[];
}

/** One list of steps that was run: the flow's own, a branch's, an iteration's, an option's. */
export interface RunFrame {
  /** The event that opened it. */
  readonly id: number;
  readonly kind: 'flow' | 'branch' | 'iteration' | 'option';
  readonly place: string;
  /** The step run that it belongs to; absent for the flow's own. */
  readonly run?: number;
  /** Position of a branch or iteration, from 0. */
  readonly index?: number;
  /** The frame of the same step run that was opened before. */
  readonly previous?: number;
  readonly status: 'open' | 'exited' | 'failed' | 'abandoned';
  readonly openedAt: number;
  readonly closedAt?: number;
  /** The run that is open in it. */
  readonly current?: number;
  /** The run that was entered last. */
  readonly last?: number;
}

/** The counts of one step of the definition, over all its runs. `open` runs have not ended. */
export interface StepTotals {
  readonly name: string;
  readonly entered: number;
  readonly open: number;
  readonly succeeded: number;
  readonly caught: number;
  readonly failed: number;
  readonly abandoned: number;
  readonly retries: number;
  /** The run entered last; `earlier` leads on to those before it. */
  readonly lastRun: number;
}

/**
 * A way that was gone in a list of steps, by places: `from` is empty at the list's begin, `to` at its end; `via` is the
 * list of the option that a choice ran, empty where it ran none.
 */
export interface Way {
  readonly list: string;
  readonly from: string;
  readonly via: string;
  readonly to: string;
  readonly kind: 'next' | 'goto' | 'catch';
  readonly count: number;
}

/** Why an execution ended without success, and the steps that it was at: the one that failed, or those left open. */
export interface ExecutionFailure {
  readonly error: string;
  readonly cause: string;
  readonly runs: readonly number[];
}

/** The time from the start, or from going on after an end, to the next end. */
export interface ExecutionAttempt {
  /** The event that began it. */
  readonly begunBy: number;
  readonly begunAt: number;
  readonly status: ExecutionStatus;
  readonly endedAt?: number;
  readonly failure?: ExecutionFailure;
}

/** An execution as its history shows it: the fold of its events. Nothing in it is ever changed in place. */
export interface ExecutionModel {
  readonly lastEventId: number;
  readonly status: ExecutionStatus;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly failure?: ExecutionFailure;
  /** The attempts before this one, the oldest first. */
  readonly earlier: readonly ExecutionAttempt[];
  /** The event that began this one. */
  readonly begunBy: number;
  /** All events, by id. */
  readonly events: PersistentTable<EventView>;
  readonly runs: PersistentTable<StepRun>;
  readonly frames: PersistentTable<RunFrame>;
  /** The frame that goes on after an event, and the run that the event is about. */
  readonly owners: PersistentTable<{ readonly frame: number; readonly run?: number }>;
  /** By place, in the order of their first run. */
  readonly totals: ReadonlyMap<string, StepTotals>;
  readonly ways: ReadonlyMap<string, Way>;
  /** Runs that have not ended. */
  readonly openRuns: number;
}
