import { setTimeout as sleep } from 'node:timers/promises';
import type { EndedExecutions } from '../adapters/embedded/ended-executions.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';

const DAY_MS = 86_400_000;
/** Executions in one transaction, and pauses between them and between searches. */
const BATCH = 100;
const PAUSE_MS = 50;
const SEARCH_EVERY_MS = 3_600_000;

/** What removing needs. */
export interface RetentionParts {
  readonly ended: EndedExecutions;
  readonly days: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/** Removes executions some days after they ended, a few at a time so that nobody waits. @returns how to stop. */
export function startRetention(parts: RetentionParts): () => void {
  const stopping = new AbortController();
  void removeForEver(parts, stopping.signal);
  return () => stopping.abort();
}

async function removeForEver(parts: RetentionParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await removeOld(parts, signal);
    } catch (error) {
      parts.logger.warn('ended executions could not be removed', { reason: String(error) });
    }
    await pause(SEARCH_EVERY_MS, signal);
  }
}

async function removeOld({ ended, days, clock }: RetentionParts, signal: AbortSignal): Promise<void> {
  const before = clock.now() - days * DAY_MS;
  let from: number | undefined = 0;
  while (from !== undefined && !signal.aborted) {
    from = await ended.removeSome(before, from, BATCH);
    await pause(PAUSE_MS, signal);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { ref: false, signal }).catch(() => {});
}
