import type { JsonObject } from '../../../common/json.ts';
import type { QueueStore } from '../../../queues/queue-store.ts';

/** What an action of the SQS protocol works with. */
export interface SqsContext {
  readonly store: QueueStore;
  /** The address under which the client reached the server: URLs of queues begin with it. */
  readonly endpoint: string;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Says what is to be done when the answer does not reach the client. */
  readonly onUndelivered: (undo: () => Promise<void>) => void;
}

/** One action: takes its parameters and answers its result, both as the JSON protocol has them. */
export type SqsAction = (parameters: JsonObject, context: SqsContext) => Promise<JsonObject>;
