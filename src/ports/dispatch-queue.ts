import type { Command, TaskId } from '../interpreter/command.ts';
import type { Failure, Instant } from '../interpreter/event.ts';
import type { MessageId } from '../interpreter/record.ts';
import type { BlobHolder } from './blob-store.ts';
import type { ExecutionId } from './execution-store.ts';
import type { BlobRef } from './kept-text.ts';
import type { StatusDetail } from './status-events.ts';

/** "Perform what you own": effects committed under this message, and under those it adopts. */
export interface Dispatch {
  readonly kind: 'dispatch';
  readonly execution: ExecutionId;
  /** Messages whose effects this one takes over; `all` when their owners are known to be gone. */
  readonly adopts?: 'all' | readonly MessageId[];
  /** Attempts of tasks that need no call: their targets have one, and an outcome of it comes (`Underway`). */
  readonly called?: readonly TaskId[];
  /** `all` means what is left since the execution went on so often after an end; nothing of later redrives. */
  readonly redrives?: number;
  /** It was sent to let the execution go on after an end for the n-th time, which is its commit. */
  readonly redrive?: number;
}

/** Carries a command to an execution. */
export interface CommandMessage {
  readonly kind: 'command';
  readonly execution: ExecutionId;
  readonly command: Command;
}

/** Completes the task that a token names; sent when a child execution has ended. */
export interface ReportMessage {
  readonly kind: 'report';
  readonly token: string;
  readonly result: TaskResult | KeptResult;
}

/** The output of a child that is kept apart, by the execution that it belongs to. */
export interface KeptResult {
  readonly kind: 'kept';
  readonly holder: BlobHolder;
  readonly output: BlobRef;
}

/** How a task ended, as a worker or a child execution reports it. `output` is JSON object text, kept as it is. */
export type TaskResult =
  | { readonly kind: 'succeeded'; readonly output: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Starts an execution from a schedule or an object event; the name makes a repeat harmless. */
export interface StartMessage {
  readonly kind: 'start';
  readonly flowName: string;
  /** The version or alias to start; absent for the newest definition. */
  readonly qualifier?: string;
  readonly executionName: string;
  readonly input: string;
  /** Present where a schedule has an overlap policy, which decides about the start. */
  readonly turn?: ScheduleTurn;
  /** The flow that handles its failure, in place of the one that its own flow names. */
  readonly onFailure?: string;
  /** It handles a failure itself: nothing handles its own. */
  readonly isHandler?: true;
}

/** A firing of a schedule whose start takes its turn after that of earlier ones. */
export interface ScheduleTurn {
  readonly flowId: string;
  readonly scheduleName: string;
  readonly scheduleId: string;
  readonly dueAt: Instant;
  /** It has found another execution running before, and was kept to wait for its end. */
  readonly isWaiting?: true;
}

/** A schedule is due, as a service outside has noticed. The stored schedule says what to start. */
export interface ScheduleFired {
  readonly kind: 'schedule-fired';
  readonly flowId: string;
  readonly scheduleName: string;
  /** Tells the schedule from a later one of the same name. */
  readonly scheduleId: string;
  /** The minute that was due, as an RFC 3339 time; the expression's second comes on top. */
  readonly dueAt: string;
}

/** A status event that its receiver has not taken yet. */
export interface StatusMessage {
  readonly kind: 'status';
  readonly detail: StatusDetail;
}

/** A flow is being deleted: once it is gone, its running executions are stopped. */
export interface FlowDeleted {
  readonly kind: 'flow-deleted';
  readonly flowId: string;
}

/** A flow is gone: stop the executions that are listed as its unfinished ones. */
export interface StopExecutions {
  readonly kind: 'stop-executions';
  readonly flowId: string;
}

/** The content of a dispatch message. */
export type DispatchBody =
  | Dispatch
  | CommandMessage
  | ReportMessage
  | StartMessage
  | ScheduleFired
  | StatusMessage
  | FlowDeleted
  | StopExecutions;

/** A message as a handler receives it; the id stays the same when it comes back, also from the dead letters. */
export interface DispatchMessage {
  readonly id: MessageId;
  readonly sentAt: Instant;
  readonly body: DispatchBody;
}

/**
 * Delivers every message at least once, in no order, and again until its handler is done with it.
 *
 * The embedded queue hands a message out only after the commits of the tick that sent it are on disk. Where lists of
 * executions lag behind, `stop-executions` waits that long, so that executions which began before it was sent are listed.
 */
export interface DispatchQueue {
  /**
   * Returns the id under which the message will arrive, not before `delaySeconds` are over.
   *
   * @throws RangeError when the home cannot hold a message back so long (`PhysicalLimits.delaySeconds`).
   */
  send(body: DispatchBody, delaySeconds?: number): Promise<MessageId>;
}

/**
 * The result of handling a message: delete it, or bring it back in so many seconds. One that was to start the flow that handles a failure says
 * so when there is no such flow.
 */
export type Handled =
  | { readonly done: true; readonly isUnhandledFailure?: true }
  | { readonly done: false; readonly retryInSeconds: number };

/** The message has done its work. */
export const DONE: Handled = { done: true };

/** The time that a handler has. */
export interface HandlerContext {
  /** From this instant on the handler begins nothing new and hands the rest over to a new message. */
  readonly handOverAt?: Instant;
}

/** Handles a message; gets the same message again until it is done. */
export type DispatchHandler = (message: DispatchMessage, context?: HandlerContext) => Promise<Handled>;

/** @throws RangeError unless a message can be held back for so many seconds, of `most` at most. */
export function checkDelay(delaySeconds: number, most: number): void {
  if (delaySeconds >= 0 && delaySeconds <= most) return;
  throw new RangeError(`A message can be delayed by 0 to ${most} seconds, not ${delaySeconds}`);
}
