import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageId } from '../../../interpreter/record.ts';
import type { DispatchBody, DispatchQueue } from '../../../ports/dispatch-queue.ts';

/** Longest that SQS holds a message back. */
export const MAX_DELAY_SECONDS = 900;

/**
 * How long the executions of a flow that is gone are left running: the index that lists them lags behind by a moment,
 * and one that was started just before must not be missed.
 */
const LISTING_LAG_SECONDS = 5;

/** Largest message of SQS. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** The dispatch queue on a standard queue of SQS; the message id is that of SQS. */
export class SqsDispatchQueue implements DispatchQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  /**
   * A fraction of a second is rounded up. When the answer to a first try is lost, the message exists twice: the one
   * whose id nobody knows owns nothing and fades away.
   */
  async send(body: DispatchBody, delaySeconds = 0): Promise<MessageId> {
    if (!(delaySeconds >= 0 && delaySeconds <= MAX_DELAY_SECONDS)) {
      throw new RangeError(
        `A message can be delayed by 0 to ${MAX_DELAY_SECONDS} seconds, not ${delaySeconds}`,
      );
    }
    const MessageBody = messageText(body);
    const bytes = Buffer.byteLength(MessageBody);
    if (bytes > MAX_MESSAGE_BYTES) {
      throw new RangeError(
        `A ${body.kind} message of ${bytes} bytes exceeds the ${MAX_MESSAGE_BYTES} of SQS`,
      );
    }
    const delay =
      body.kind === 'stop-executions' ? Math.max(delaySeconds, LISTING_LAG_SECONDS) : delaySeconds;
    const { MessageId } = await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody,
        ...(delay > 0 && { DelaySeconds: Math.ceil(delay) }),
      }),
    );
    if (MessageId === undefined) throw new Error('SQS answered no message id');
    return MessageId;
  }
}

/**
 * A body as text of characters that every queue accepts: those of XML, which JSON leaves to us beyond the basic plane
 * and at its end.
 */
export function messageText(body: DispatchBody): string {
  return JSON.stringify(body).replaceAll(
    /[\uD800-\uDFFF\uFFFE\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
}
