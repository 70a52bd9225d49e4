import { lateCommand } from '../../../engine/perform/outcome.ts';
import type { Clock } from '../../../ports/clock.ts';
import { type DispatchMessage, DONE, type Handled } from '../../../ports/dispatch-queue.ts';
import type { Logger } from '../../../ports/logger.ts';
import type { Received } from '../dispatch/message-text.ts';
import type { AwaitedReplies } from './awaited-replies.ts';
import { readReply } from './reply-record.ts';

/** A driver notes the task of a call right after it; a reply whose call is not known after a minute belongs to another caller. */
const LOOK_MS = 60_000;

/** The services for reading replies. */
export interface ReplyParts {
  readonly replies: Pick<AwaitedReplies, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/**
 * The dispatch message that the reply of a function stands for.
 *
 * Its id comes of the call and not of SQS: it stays the same when the reply comes twice, or back from the dead letters.
 *
 * @returns a pause, for a reply whose call is not known yet; done, for a text that is no reply, or is one to another caller
 */
export async function messageOfReply(
  { messageId, sentAt, text }: Received,
  { replies, clock, logger }: ReplyParts,
): Promise<DispatchMessage | Handled> {
  const reply = readReply(text);
  if (reply === undefined) {
    logger.error('a message in the queue of replies is no reply', { message: messageId });
    return DONE;
  }
  const { requestId, outcome } = reply;
  const replyTo = await replies.find(requestId);
  if (replyTo !== undefined) {
    const { execution, task } = replyTo;
    const command = lateCommand(task, outcome);
    return { id: `reply-${requestId}`, sentAt, body: { kind: 'command', execution, command } };
  }
  const age = clock.now() - sentAt;
  if (age < LOOK_MS) return { done: false, retryInSeconds: Math.max(1, Math.ceil(age / 1000)) };
  logger.warn('a reply belongs to no call of a task', { request: requestId });
  return DONE;
}
