import type { JsonObject, JsonValue } from '../common/json.ts';
import type { Failure, Instant } from '../interpreter/event.ts';
import type { FunctionTarget } from '../targets/function.ts';
import type { QueueTarget } from '../targets/queue.ts';
import type { TopicTarget } from '../targets/topic.ts';

/** Who calls: for logs, the function's context, and the role to call with. */
export interface Caller {
  readonly flowName: string;
  readonly executionName: string;
  readonly stepName: string;
  /** Same for a repeat of the same attempt, different for the next: `<execution>/<entry>/<attempt>`. */
  readonly taskId: string;
  /** The flow's role; empty when it has none. */
  readonly roleArn: string;
}

/** One call of a function. */
export interface FunctionCall {
  readonly caller: Caller;
  readonly target: FunctionTarget;
  readonly input: JsonObject;
  /** True when the call only hands the event over and nobody waits for the function's result. */
  readonly isAsync: boolean;
  /** When waiting for an answer is pointless; absent when the task has no timeout. */
  readonly deadlineAt?: Instant;
}

/** One message for a queue; values are checked. */
export interface QueueCall {
  readonly caller: Caller;
  readonly target: QueueTarget;
  readonly body: string;
  /** 1 (highest) to 16. */
  readonly priority?: number;
  /** 0 to 604,800. */
  readonly delaySeconds?: number;
}

/** One message for a topic; values are checked. */
export interface TopicCall {
  readonly caller: Caller;
  readonly target: TopicTarget;
  readonly body: string;
  readonly tag?: string;
  readonly attributes?: Readonly<Record<string, JsonValue>>;
}

/**
 * How a call ended. `output` is the JSON text that was answered: for a function exactly what it returned (any JSON
 * value; the engine demands an object), for a queue or topic `MessageId`, `MessageBodyMD5` and `RequestId`.
 */
export type CallOutcome =
  | { readonly kind: 'succeeded'; readonly output: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Calls what tasks name. Failures are answered, with the error names of docs/reference/language.md 6.2;
 * a missing function is `FC.FunctionNotFound`, a missing queue or topic `FnF.ResourceNotFound`. Nothing is tried
 * twice: retrying is the flow's business (queue and topic sends repeat transient faults by themselves).
 */
export interface TaskTargets {
  invokeFunction(call: FunctionCall): Promise<CallOutcome>;
  sendToQueue(call: QueueCall): Promise<CallOutcome>;
  publishToTopic(call: TopicCall): Promise<CallOutcome>;
}
