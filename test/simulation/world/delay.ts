import { type Fates, LONGEST_THROTTLING } from './fates.ts';

/** How long it may take until an execution is stopped, on a day without faults. */
const CALM_MILLISECONDS = 300_000;

/** By how much a message may be delayed by a call that fails, or by a process that dies with it. */
const SETBACK_MILLISECONDS = 130_000;

/** How long it may take until an execution is stopped: all that went wrong may have delayed one message after the other. */
export function longestStop({ faults }: Fates): number {
  const calls = faults.map((fault) => (fault.startsWith('throttle') ? LONGEST_THROTTLING : 1));
  return calls.reduce((sum, count) => sum + count * SETBACK_MILLISECONDS, CALM_MILLISECONDS);
}
