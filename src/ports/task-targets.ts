import type { TaskId } from '../interpreter/command.ts';
import type { Failure, Instant } from '../interpreter/event.ts';
import type { FunctionRequest } from '../targets/function.ts';
import type { QueueRequest } from '../targets/queue.ts';
import type { TargetRequest } from '../targets/targets.ts';
import type { TopicRequest } from '../targets/topic.ts';
import type { ExecutionId } from './execution-store.ts';

/** The calling task: for logs, the function's context, and the role to call with. */
export interface Caller {
  readonly flowName: string;
  readonly executionName: string;
  readonly stepName: string;
  /** Same for a repeat of the same attempt, different for the next: `<execution>/<entry>/<attempt>`. */
  readonly taskId: string;
  /** The flow's role; empty when it has none. */
  readonly roleArn: string;
  /** W3C's `traceparent` of the execution's caller; where tasks are traced, of the attempt. Absent where nothing is traced. */
  readonly traceparent?: string;
}

/** The attempt of a task that waits for the outcome of a call. */
export interface ReplyTo {
  readonly execution: ExecutionId;
  readonly task: TaskId;
}

/** Room for the results of calls, which all calls of a process share. */
export interface ResultRoom {
  /** Resolves when so many bytes may be read; the engine gives them back. @throws the signal's reason when it gives up */
  take(bytes: number, signal: AbortSignal): Promise<void>;
}

interface Call {
  readonly caller: Caller;
  /** Where a large result takes room before it is read; absent where memory bounds nothing. */
  readonly room?: ResultRoom;
  /** Where the outcome may be sent later; absent where it must be returned. */
  readonly replyTo?: ReplyTo;
  /** Instant after which a result comes too late; absent when the task has no timeout. */
  readonly deadlineAt?: Instant;
}

/** One call of a function. */
export type FunctionCall = FunctionRequest & Call;

/** One message for a queue. */
export type QueueCall = QueueRequest & Call;

/** One message for a topic. */
export type TopicCall = TopicRequest & Call;

/** One call of a target; values are checked. */
export type TargetCall = TargetRequest & Call;

/**
 * The outcome of a call. `output` is JSON text: for a function exactly its return value (any JSON value; the engine
 * demands an object), for a queue or topic `MessageId`, `MessageBodyMD5` and `RequestId`.
 */
export type CallOutcome =
  | { readonly kind: 'succeeded'; readonly output: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * The target has the call, and the driver need not wait: the outcome comes as a `command` message for the task that the call names in
 * `replyTo`. An outcome may be lost: where the call has no deadline, a message with its failure has been sent, too, which arrives once the
 * target must have ended.
 */
export interface Underway {
  readonly kind: 'underway';
}

/** Calls the targets of tasks. */
export interface TaskTargets {
  /**
   * Calls one target. Returns failures as values, with the error names of docs/reference/language.md 6.2: a missing
   * function is `FC.FunctionNotFound`, a missing queue or topic `FnF.ResourceNotFound`. Calls once: the flow's policies
   * retry. (Sends to queues and topics repeat transient faults by themselves.)
   */
  call(request: TargetCall): Promise<CallOutcome | Underway>;
}

/** The function that calls each kind of target. */
export type CallsByKind = {
  readonly [Kind in TargetCall['kind']]: (
    call: Extract<TargetCall, { readonly kind: Kind }>,
  ) => Promise<CallOutcome | Underway>;
};

/** Task targets that pass each call to the function for its kind. */
export function callByKind(calls: CallsByKind): TaskTargets {
  return {
    call: (request) => {
      // A function under the kind of a request takes such requests, which the compiler cannot follow.
      const call = calls[request.kind] as (request: TargetCall) => Promise<CallOutcome | Underway>;
      return call(request);
    },
  };
}
