import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageId } from '../../../interpreter/record.ts';
import type { Clock, Ids } from '../../../ports/clock.ts';
import { checkDelay, type DispatchBody, type DispatchQueue } from '../../../ports/dispatch-queue.ts';
import { AWS_LIMITS } from '../physical-limits.ts';
import { serviceError } from '../targets/call-failure.ts';
import { messageText } from './message-text.ts';

/**
 * Seconds for which the executions of a deleted flow go on: the index that lists them lags behind by a moment, and an
 * execution that was started just before must not be missed.
 */
const LISTING_LAG_SECONDS = 5;

/** Largest message of SQS. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

const TRIES = 3;
const FIRST_PAUSE_MS = 100;

/** The parts of the queue. The client tries once: each try must have an id of its own. */
export interface SqsQueueParts {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** The dispatch queue on a standard queue of SQS; messages carry their ids in their texts. */
export class SqsDispatchQueue implements DispatchQueue {
  readonly #parts: SqsQueueParts;

  constructor(parts: SqsQueueParts) {
    this.#parts = parts;
  }

  /**
   * A fraction of a second is rounded up. When the response to a try is lost, the message exists twice: the copy whose id
   * the sender does not know owns nothing and is dropped.
   */
  async send(body: DispatchBody, delaySeconds = 0): Promise<MessageId> {
    checkDelay(delaySeconds, AWS_LIMITS.delaySeconds);
    const delay =
      body.kind === 'stop-executions' ? Math.max(delaySeconds, LISTING_LAG_SECONDS) : delaySeconds;
    const { ids, clock } = this.#parts;
    for (let tries = 1; ; tries += 1) {
      const id = ids.uuid();
      try {
        await this.#try(id, body, Math.ceil(delay));
        return id;
      } catch (error) {
        if (tries === TRIES || !isPassing(error)) throw error;
        await clock.sleep(FIRST_PAUSE_MS * 2 ** (tries - 1));
      }
    }
  }

  async #try(id: MessageId, body: DispatchBody, delay: number): Promise<void> {
    const MessageBody = messageText(id, body);
    const bytes = Buffer.byteLength(MessageBody);
    if (bytes > MAX_MESSAGE_BYTES) {
      throw new RangeError(
        `A ${body.kind} message of ${bytes} bytes exceeds the ${MAX_MESSAGE_BYTES} of SQS`,
      );
    }
    const { client, queueUrl: QueueUrl } = this.#parts;
    await client.send(
      new SendMessageCommand({ QueueUrl, MessageBody, ...(delay > 0 && { DelaySeconds: delay }) }),
    );
  }
}

/** True when another try may go well: the service failed, had too much to do (`tellOverload`), or did not respond. */
function isPassing(error: unknown): boolean {
  if (error instanceof RangeError) return false;
  const { status } = serviceError(error);
  return status === undefined || status >= 500;
}
