/** A typed value beside the body, in the shape in which SQS sends it; binary values are base64. */
export interface AttributeValue {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** Attributes by name. */
export type MessageAttributes = Readonly<Record<string, AttributeValue>>;

/** A message to be sent. */
export interface NewMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly systemAttributes?: MessageAttributes;
  readonly delaySeconds?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** Under which names a queue holds a message that was sent. */
export interface SentMessage {
  readonly messageId: string;
  /** Only in FIFO queues; later messages have larger ones. */
  readonly sequenceNumber?: string;
}

/** A message as a receiver gets it. Instants are milliseconds since 1970. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly systemAttributes: MessageAttributes;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
  /** Instant at which it can be received again unless it is deleted before. */
  readonly visibleAt: number;
  readonly receives: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** Name of the queue whose dead letter it is. */
  readonly source?: string;
}

/** The number under which FIFO queues order messages, as SQS writes it. */
export function formatSequence(sequence: number): string {
  return String(sequence).padStart(20, '0');
}
