import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';

/** No sleep is longer, so a clock that was set or a computer that slept delays an alarm by a minute at most. */
const LONGEST_SLEEP_MS = 60_000;

/** Calls `onDue` once the clock shows the instant it is set to, never earlier. */
export class Alarm {
  readonly #clock: Clock;
  readonly #onDue: () => void;
  #dueAt: Instant | undefined;
  #timeout: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Replaces the instant; undefined turns the alarm off. */
  set(dueAt: Instant | undefined): void {
    if (dueAt === this.#dueAt || this.#isClosed) return;
    clearTimeout(this.#timeout);
    this.#dueAt = dueAt;
    if (dueAt !== undefined) this.#sleep(dueAt);
  }

  /** Turns the alarm off for good. */
  close(): void {
    this.set(undefined);
    this.#isClosed = true;
  }

  #sleep(dueAt: Instant): void {
    const rest = Math.min(Math.max(dueAt - this.#clock.now(), 0), LONGEST_SLEEP_MS);
    this.#timeout = setTimeout(() => this.#wake(dueAt), rest);
  }

  /** A timeout may end a millisecond before its time by the clock. */
  #wake(dueAt: Instant): void {
    if (this.#clock.now() < dueAt) {
      this.#sleep(dueAt);
      return;
    }
    this.#dueAt = undefined;
    this.#onDue();
  }
}
