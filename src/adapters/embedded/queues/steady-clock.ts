import type { Instant } from '../../../interpreter/event.ts';
import type { Clock } from '../../../ports/clock.ts';

/**
 * A clock that goes on when the computer's is set back: hidden messages would otherwise stay hidden for so much longer.
 *
 * `atLeast` is the latest instant that a process before this one is known to have seen.
 */
export function steadyClock(clock: Clock, atLeast: Instant): Clock {
  let last = atLeast;
  let ahead = Math.max(0, atLeast - clock.now());
  const now = () => {
    ahead = Math.max(ahead, last - clock.now());
    last = clock.now() + ahead;
    return last;
  };
  return { now, sleep: (milliseconds) => clock.sleep(milliseconds) };
}
