import type { NewMessage, ReceivedMessage, SentMessage } from './message.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import type { QueueError } from './queue-error.ts';

/** Tags of a queue or topic by key. */
export type Tags = Readonly<Record<string, string>>;

/** A queue, as its owner described it. Instants are milliseconds since 1970. */
export interface QueueDescription {
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Those that were set. */
  readonly attributes: QueueAttributes;
  readonly tags: Tags;
}

/** How many messages of a queue are in which state. */
export interface MessageCounts {
  readonly visible: number;
  /** Received and not yet deleted or visible again. */
  readonly inFlight: number;
  readonly delayed: number;
}

/** A request of a receiver. */
export interface ReceiveRequest {
  readonly max: number;
  /** @default that of the queue */
  readonly visibilitySeconds?: number;
  /** Seconds to wait for the first message. @default that of the queue */
  readonly waitSeconds?: number;
  /** Ends the receive: nothing is handed to a receiver that has gone. */
  readonly signal?: AbortSignal;
}

/** A new time for which a received message is hidden. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  readonly visibilitySeconds: number;
}

/** The result of one entry of a batch: its value, or why it was refused. */
export type Settled<T> = { readonly value: T } | { readonly error: QueueError };

/** A move of dead letters back to their source, or to another queue. Instants are milliseconds since 1970. */
export interface MoveTask {
  readonly handle: string;
  readonly source: string;
  /** Absent when each message goes back to the queue that it came from. */
  readonly destination?: string;
  readonly perSecond?: number;
  readonly startedAt: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  readonly moved: number;
  /** How many messages there were at the start. */
  readonly toMove: number;
  readonly failure?: string;
}

/**
 * Queues and their messages. A promise resolves once its work is on disk, where it survives any crash of the process.
 *
 * Callers name queues by their names. All methods reject a wrong request with a {@link QueueError}.
 */
export interface QueueStore {
  /** Creates a queue; one that exists with the same attributes is left as it is. */
  createQueue(name: string, attributes?: QueueAttributes, tags?: Tags): Promise<void>;
  /** Deletes a queue with all its messages; its waiting receivers get an error. */
  deleteQueue(name: string): Promise<void>;
  describeQueue(name: string): Promise<QueueDescription>;
  /** Names in order, beginning after `after`. */
  listQueues(prefix: string, after: string, limit: number): Promise<readonly string[]>;
  /** Sets attributes; an empty text takes a policy away. */
  setAttributes(name: string, attributes: QueueAttributes): Promise<void>;
  setTags(name: string, tags: Tags, removed: readonly string[]): Promise<void>;
  countMessages(name: string): Promise<MessageCounts>;
  /** Names of the queues whose dead letters go to this one, in order. */
  listSources(deadLetters: string): Promise<readonly string[]>;
  /** Removes all messages, also those that are hidden. */
  purge(name: string): Promise<void>;

  /** Sends messages in this order; each is taken or refused for itself. */
  send(name: string, messages: readonly NewMessage[]): Promise<readonly Settled<SentMessage>[]>;
  /** Receives messages that are visible, waiting for the first one if there is none. */
  receive(name: string, request: ReceiveRequest): Promise<readonly ReceivedMessage[]>;
  /** Makes as if messages had not been received: their receiver has gone before it got them. */
  giveBack(name: string, receiptHandles: readonly string[]): Promise<void>;
  /**
   * Deletes messages by their receipts. A message that is gone is deleted. A receipt of an earlier receive deletes
   * nothing: a standard queue does not say so, a FIFO queue refuses it.
   */
  delete(name: string, receiptHandles: readonly string[]): Promise<readonly Settled<undefined>[]>;
  /** Hides received messages for so long from now on; 0 gives a message back at once. */
  changeVisibility(name: string, changes: readonly VisibilityChange[]): Promise<readonly Settled<number>[]>;
  /** Shows messages without receiving them, in the order in which they would be received. */
  peek(name: string, max: number): Promise<readonly ReceivedMessage[]>;

  startMoveTask(source: string, destination?: string, perSecond?: number): Promise<string>;
  /** @returns how many messages the task has moved. */
  cancelMoveTask(handle: string): Promise<number>;
  /** The newest first. */
  listMoveTasks(source: string, limit: number): Promise<readonly MoveTask[]>;
}
