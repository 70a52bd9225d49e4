import type { JsonObject } from '../../../common/json.ts';
import type { QueueStore } from '../../../queues/queue-store.ts';

/** The context of an action of the SQS protocol. */
export interface SqsContext {
  readonly store: QueueStore;
  /** The address under which the client reached the server: URLs of queues begin with it. */
  readonly endpoint: string;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Sets the function that undoes the action when the response does not reach the client. */
  readonly onUndelivered: (undo: () => Promise<void>) => void;
}

/** One action: takes its parameters and returns its result, both as the JSON protocol has them. */
export type SqsAction = (parameters: JsonObject, context: SqsContext) => Promise<JsonObject>;
