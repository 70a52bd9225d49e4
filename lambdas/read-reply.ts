import type { SQSRecord } from 'aws-lambda';
import type { AwaitedReplies } from '../src/adapters/aws/replies/awaited-replies.ts';
import { messageOfReply } from '../src/adapters/aws/replies/reply-message.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { DispatchMessage, Handled } from '../src/ports/dispatch-queue.ts';
import { logger } from './logger.ts';

/** Reads the records of the queue to which Lambda sends what became of the calls of tasks. */
export function readerOfReplies(
  replies: AwaitedReplies,
  clock: Clock,
): (record: SQSRecord) => Promise<DispatchMessage | Handled> {
  return async ({ messageId, body, attributes }) =>
    await messageOfReply(
      { messageId, sentAt: Number(attributes.SentTimestamp), text: body },
      { replies, clock, logger },
    );
}
