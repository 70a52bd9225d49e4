import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';

/** Returned by an action that has woken nothing up: nothing has to settle after it. */
export const WOKE_NOTHING = Symbol('woke nothing');

/** Something that happens at some time. */
export type Action = () => unknown;

/** A clock that stands still until it is advanced, and everything that waits for its later times. */
export interface VirtualClock extends Clock {
  /** Runs `action` once when the time has come. @returns a function that cancels it */
  schedule(at: Instant, action: Action): () => void;

  /** When the next action waits to run; undefined when none does. */
  nextDue(): Instant | undefined;

  /**
   * Moves time to `at`, running what falls due on the way, in order of time, then of scheduling.
   *
   * The consequences of an action are settled before time moves on, so chains of waits keep their exact times.
   */
  advanceTo(at: Instant): Promise<void>;

  /** The same where nothing is under way that needs no time. */
  advanceFromRest(at: Instant): Promise<void>;

  /** Moves time on by so many milliseconds, like `advanceTo`. */
  advanceBy(milliseconds: number): Promise<void>;
}

interface Entry {
  readonly at: Instant;
  readonly action: Action;
}

/**
 * A virtual clock that shows `start`. `settle` lets everything happen that needs no time: by default, everything that
 * waits for nothing outside this process.
 */
export function createVirtualClock(start: Instant, settle: () => Promise<unknown> = nextTurn): VirtualClock {
  const agenda: Entry[] = [];
  let now = start;

  function schedule(at: Instant, action: Action): () => void {
    const entry = { at, action };
    agenda.splice(placeAfter(agenda, at), 0, entry);
    return () => {
      const index = agenda.indexOf(entry);
      if (index >= 0) agenda.splice(index, 1);
    };
  }

  async function advanceTo(target: Instant): Promise<void> {
    await settle();
    await advanceFromRest(target);
  }

  async function advanceFromRest(target: Instant): Promise<void> {
    for (let next = agenda[0]; next !== undefined && next.at <= target; next = agenda[0]) {
      now = Math.max(now, next.at);
      agenda.shift();
      // Everything that the action woke up runs to its next wait before the following action is chosen.
      if (next.action() !== WOKE_NOTHING) await settle();
    }
    now = Math.max(now, target);
  }

  return {
    now: () => now,
    sleep: (milliseconds) => new Promise((resolve) => schedule(now + milliseconds, resolve)),
    schedule,
    nextDue: () => agenda[0]?.at,
    advanceTo,
    advanceFromRest,
    advanceBy: (milliseconds) => advanceTo(now + milliseconds),
  };
}

/** Index behind all entries due at `at` or before, by halving. */
function placeAfter(agenda: readonly Entry[], at: Instant): number {
  let low = 0;
  let high = agenda.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = agenda[middle];
    if (entry !== undefined && entry.at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
