import { DamagedData } from '../../../ports/damaged-data.ts';
import type { DispatchHandler, Handled } from '../../../ports/dispatch-queue.ts';
import type { Logger } from '../../../ports/logger.ts';
import type { HeldMessage } from './held-message.ts';

const FIRST_BACKOFF_SECONDS = 0.25;
const LONGEST_BACKOFF_SECONDS = 30;

/**
 * Hands a message to its handler; after a handler that throws it comes back, twice as late after each failure.
 *
 * @returns undefined when it is about damaged data: nothing but a repair and another start will help.
 */
export async function attempt(
  held: HeldMessage,
  handler: DispatchHandler,
  logger: Logger,
): Promise<Handled | undefined> {
  const { id, body } = held.message;
  try {
    return await handler(held.message);
  } catch (error) {
    if (error instanceof DamagedData) {
      logger.error('A dispatch message is set aside', {
        message: id,
        kind: body.kind,
        reason: error.message,
      });
      return undefined;
    }
    const retryInSeconds = Math.min(FIRST_BACKOFF_SECONDS * 2 ** held.failures, LONGEST_BACKOFF_SECONDS);
    held.failures += 1;
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const fields = { message: id, kind: body.kind, failures: held.failures, retryInSeconds, error: reason };
    logger.error('Handling a dispatch message failed; it will be tried again', fields);
    return { done: false, retryInSeconds };
  }
}
