import { DONE, type Handled, type StatusMessage } from '../../ports/dispatch-queue.ts';
import type { Handler } from './handler.ts';

const LONGEST_PAUSE_SECONDS = 900;

/** Tries again to get a status event out that its receiver has not taken: after a second, and then as long again each time. */
export async function status({ message, services }: Handler, { detail }: StatusMessage): Promise<Handled> {
  try {
    await services.statusEvents?.retry(detail);
    return DONE;
  } catch (error) {
    const { eventId: event, executionArn: execution } = detail;
    services.logger.warn('a status event is not out yet', { event, execution, reason: String(error) });
    const age = Math.round((services.clock.now() - message.sentAt) / 1000);
    return { done: false, retryInSeconds: Math.min(LONGEST_PAUSE_SECONDS, Math.max(1, age)) };
  }
}
