import type { JsonObject, JsonValue } from '../common/json.ts';
import { PersistentTable } from '../common/persistent-table.ts';
import type { NumberRule } from '../expressions/compare.ts';
import type { BatchRules, Flow, Step, StepList } from '../flow/flow.ts';
import type { EventId, ExecutionStatus, Failure, Instant } from './event.ts';
import type { LeftRun } from './left-run.ts';
import type { MessageId } from './record.ts';

/** The properties of the execution itself that `$context` and the timeouts need. */
export interface ExecutionFacts {
  readonly flowId: string;
  readonly flowName: string;
  readonly executionName: string;
  readonly input: JsonObject;
  readonly numbers: NumberRule;
  /** Those of the execution that goes on in its place from the next ExecutionForked on. */
  readonly next?: ExecutionFacts;
}

/** The facts that count from ExecutionForked on. */
export function factsOfFork(facts: ExecutionFacts): ExecutionFacts {
  return facts.next ?? facts;
}

/** Everything that is known of an execution: the fold of its log, never stored as a second truth. */
export interface ExecutionState {
  readonly flow: Flow;
  readonly facts: ExecutionFacts;
  readonly status: ExecutionStatus;
  readonly lastEventId: EventId;
  /** The message under which the newest event was committed; it goes on with what that commit left ready. */
  readonly lastOwner: MessageId;
  /** The instant from which its time counts: its start, or when it last went on again. */
  readonly startedAt: Instant;
  /** How often it has gone on after an end; absent while it never has. */
  readonly redrives?: number;
  /** The definition version that it goes on with; absent for the one that it started with. */
  readonly flowVersion?: number;
  /** The parent's task that waits for it since it last went on; absent where the header says so. */
  readonly awaitedBy?: ParentTask;
  /** Attempts whose map runs or children may be under way although nothing waits for them any more; absent without any. */
  readonly left?: readonly LeftRun[];
  /** Definitions of the versions that its log names besides the first. */
  readonly versions: ReadonlyMap<number, Flow>;
  /** Lists of steps that are being run, by the event that opened them. */
  readonly frames: PersistentTable<Frame>;
  /** The one timer that looks after all timeouts; absent while nothing can time out. */
  readonly watchdog?: Watchdog;
  /** The one timer that looks after all heartbeats, by the event that armed it first; absent before any was owed. */
  readonly heartbeats?: Watchdog & { readonly timer: EventId };
  /** Present once the execution has ended. */
  readonly end?: EndState;
}

/** A task of another execution that waits for this one to end. */
export interface ParentTask {
  readonly token: string;
  /** Id of the task's attempt among those of all executions. */
  readonly startedBy: string;
}

/** The end of the execution, and the work that is left to do about it. */
export interface EndState {
  readonly at: Instant;
  readonly owner: MessageId;
  /** The flow's output; absent unless it succeeded. */
  readonly output?: JsonObject;
  readonly failure?: Failure;
  /** The step that failed, or that moved last of those under way; absent after a success, or without any. */
  readonly step?: string;
  /** Frames with a sync task whose child still ran, or was being started, when this execution was stopped or timed out. */
  readonly abandoned: readonly Frame[];
  /** Attempts whose map runs or children may run on; absent without any. */
  readonly left?: readonly LeftRun[];
  /** Timers that were yet to fire, as far as the state tells: nothing waits for them any more. */
  readonly timers: readonly PendingTimer[];
}

/** A timer that fires at some time. */
export interface PendingTimer {
  readonly timer: EventId | 'watchdog';
  readonly fireAt: Instant;
}

/** The earliest instant at which something may time out, as armed by the message `owner`. */
export interface Watchdog {
  readonly fireAt: Instant;
  readonly owner: MessageId;
}

/** One entered list of steps: the flow's own, an option's, a branch's or an iteration's. */
export interface Frame {
  /** The event that opened it. */
  readonly id: EventId;
  readonly steps: StepList;
  /** The parent's input, as the steps of this list see it. */
  readonly input: JsonObject;
  /** The outputs of the steps of this list so far, merged. */
  readonly local: JsonObject;
  /** Inside a choice option: the locals of the lists around it, nearest first; read where `local` lacks a key. */
  readonly outerLocals: readonly JsonObject[];
  /** The frame whose current step opened this one; absent for the flow's own list. */
  readonly parent?: EventId;
  /** Position of a branch or iteration; absent for the flow's own list and for options. */
  readonly index?: number;
  /** Position of the innermost enclosing foreach iteration. */
  readonly iterationIndex?: number;
  /** Newest event of this list's chain; it is the cause of the next one. */
  readonly lastEvent: EventId;
  /** Position in `steps` of the step that is running or comes next; the length once the list has ended. */
  readonly position: number;
  /** Absent between two steps. */
  readonly active?: ActiveStep;
  /** Set when the flow's own list has failed. */
  readonly failure?: Failure;
}

/** The running entry of a step. */
export interface ActiveStep {
  /** Its StepEntered event. */
  readonly entry: EventId;
  readonly input: JsonObject;
  /** Attempts of a task that were made before its execution went on again; they count for no retry policy. */
  readonly earlierAttempts?: number;
  /** The first of the attempts in a row that were broken off each time that the execution went on; absent where that is the last of them. */
  readonly brokenOffSince?: number;
  /** Retries so far, one count per retry policy of a task; absent before the first retry. */
  readonly retries?: readonly number[];
  /** Counts of a map run: present in its foreach, from its start on. */
  readonly tally?: Tally;
  readonly phase: Phase;
}

/** How far a map run is. Items of running batches are neither succeeded nor failed. */
export interface Tally extends BatchRules {
  /** All items. */
  readonly items: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Batches that failed, by position. */
  readonly failedBatches: readonly number[];
  /** Batches that are run again after they failed, before those that have not run yet. */
  readonly again: readonly number[];
  /** Present where the items are read from objects while batches run: `items` are then those found so far. */
  readonly reading?: Reading;
}

/** How far the items of a map run have been read. Positions are the reader's own business. */
export interface Reading {
  /** Where the next read begins; absent before the first. */
  readonly position?: JsonObject;
  /** True once there are no more items. */
  readonly isDone: boolean;
  /** The list that reads on; absent while none does. */
  readonly frame?: EventId;
  /** Where the items of the batches are that have not succeeded yet. */
  readonly pages: readonly Page[];
}

/** Batches that were found by one read. */
export interface Page {
  /** The first of them. */
  readonly first: number;
  /** Where each of them begins, and the last one ends. */
  readonly marks: readonly number[];
  /** How many of them have not succeeded. */
  readonly left: number;
  /** Where the items are, if not where the run reads from. */
  readonly kept?: JsonValue;
}

/** Results of finished branches or iterations, newest first; a list, so that adding one costs the same at any length. */
export interface Results {
  readonly index: number;
  readonly local: JsonObject;
  readonly rest: Results | undefined;
}

/** A task attempt that its target works on, or will. */
export interface TaskPhase {
  /** `scheduled` until TaskStarted, `submitted` once a callback or child is awaited. */
  readonly kind: 'scheduled' | 'running' | 'submitted';
  readonly attempt: number;
  readonly owner: MessageId;
  readonly token?: string;
  readonly deadlineAt?: Instant;
  /** Present once its worker owes heartbeats: how often, and by when the first. */
  readonly heartbeat?: { readonly seconds: number; readonly due: Instant };
}

/** The phase of a step. */
export type Phase =
  | { readonly kind: 'entered' }
  | TaskPhase
  | {
      readonly kind: 'retrying' | 'waiting';
      readonly timer: EventId;
      readonly fireAt: Instant;
      readonly owner: MessageId;
    }
  /** The steps of an option (the default's index is the number of choices) run in the frame `frame`. */
  | {
      readonly kind: 'choosing';
      readonly frame: EventId;
      readonly option: number;
      readonly goto?: string;
    }
  | {
      readonly kind: 'fanning';
      /** The StepStarted event, cause of every branch or iteration. */
      readonly started: EventId;
      readonly total: number;
      /** Index of the next branch or iteration to open. */
      readonly next: number;
      readonly open: readonly EventId[];
      readonly results: Results | undefined;
    }
  /** The work is done, `local` is the result; StepSucceeded comes next. */
  | { readonly kind: 'finished'; readonly local: JsonValue; readonly goto?: string }
  /** Output is built; StepExited comes next. A task gets here with its result. */
  | {
      readonly kind: 'succeeded';
      readonly local: JsonValue;
      readonly output: JsonObject;
      readonly goto?: string;
    }
  /** A task failed for good and a catch policy matched; `output` is what errorMappings hand on. */
  | {
      readonly kind: 'caught';
      readonly failure: Failure;
      readonly output: JsonObject;
      readonly goto: string;
    }
  /**
   * `origin` names the step inside whose failure it is; absent where the step itself failed. A batch is `unread` whose items
   * could not be had: the map run fails with it.
   */
  | {
      readonly kind: 'failing';
      readonly failure: Failure;
      readonly origin?: string;
      readonly isUnread?: true;
    };

const NO_VERSIONS: ReadonlyMap<number, Flow> = new Map();

/** The state of an execution without any event. */
export function initialState(flow: Flow, facts: ExecutionFacts, versions = NO_VERSIONS): ExecutionState {
  return {
    flow,
    facts,
    versions,
    status: 'Starting',
    lastEventId: 0,
    lastOwner: '',
    startedAt: 0,
    frames: PersistentTable.empty(),
  };
}

/** True once the execution has ended, however. */
export function hasEnded(state: ExecutionState): boolean {
  return state.end !== undefined;
}

/** The step a frame is running or about to run; undefined at the end of its list. */
export function currentStep(frame: Frame): Step | undefined {
  return frame.steps[frame.position];
}

/** The frame an event or command names. A stored log that names none was not written by this interpreter. */
export function frameOf(state: ExecutionState, id: EventId): Frame {
  const frame = state.frames.get(id);
  if (frame === undefined)
    throw new CorruptLog(`event ${state.lastEventId + 1} names frame ${id}, which is not open`);
  return frame;
}

/** A log that does not fold: a broken program or store, never something a user can write. */
export class CorruptLog extends Error {}
