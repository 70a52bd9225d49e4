import type { EndedExecutions } from '../adapters/embedded/ended-executions.ts';
import type { MachineTime } from '../adapters/embedded/engine-clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ConfirmedTime } from './confirmed-time.ts';

const DAY_MS = 86_400_000;
/** Executions in one transaction, and pauses between them and between searches. */
const BATCH = 100;
const PAUSE_MS = 50;
const SEARCH_EVERY_MS = 3_600_000;

/** The parts that removing needs. */
export interface RetentionParts {
  readonly ended: EndedExecutions;
  readonly days: number;
  readonly machine: MachineTime;
  readonly confirmed: ConfirmedTime;
  readonly logger: Logger;
}

/**
 * Removes executions some days after they ended, a few at a time so that no request waits. @returns a function that stops it
 *
 * A removal is final, and clocks are wrong now and then. So a time counts only once two readings an hour apart agree that
 * it has passed. Until then a process goes by the time that the one before it has left.
 */
export function startRetention(parts: RetentionParts): () => void {
  const stopping = new AbortController();
  void removeForEver(parts, stopping.signal);
  return () => stopping.abort();
}

async function removeForEver(parts: RetentionParts, signal: AbortSignal): Promise<void> {
  const { machine, confirmed } = parts;
  let [shown, passed] = [machine.shown(), machine.passed()];
  while (!signal.aborted) {
    try {
      await removeOld(parts, signal);
    } catch (error) {
      parts.logger.warn('ended executions could not be removed', { reason: String(error) });
    }
    await pause(SEARCH_EVERY_MS, signal);
    const earlier = shown + Math.floor(machine.passed() - passed);
    [shown, passed] = [machine.shown(), machine.passed()];
    if (!signal.aborted) confirmed.keep(Math.min(earlier, shown));
  }
}

async function removeOld({ ended, days, confirmed }: RetentionParts, signal: AbortSignal): Promise<void> {
  const time = confirmed.last();
  if (time === undefined) return;
  const before = time - days * DAY_MS;
  let from: number | undefined = 0;
  while (from !== undefined && !signal.aborted) {
    from = await ended.removeSome(before, from, BATCH);
    await pause(PAUSE_MS, signal);
  }
  if (!signal.aborted) await ended.removeOrphans(before);
}

/** Ends early when the removal is to stop. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds).unref();
    signal.addEventListener('abort', end);
  });
}
