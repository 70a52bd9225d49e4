import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';
import { Alarm } from './alarm.ts';

/** Lets callers wait for something that happens in this process, by its key. */
export class EndWatchers {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Set<() => void>>();
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when `key` is announced, at `until`, or when everything is closed; at once after that. */
  wait(key: string, until: Instant): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        alarm.close();
        this.#forget(key, wake);
        resolve();
      };
      const alarm = new Alarm(this.#clock, wake);
      alarm.set(until);
      this.#waiting.set(key, (this.#waiting.get(key) ?? new Set()).add(wake));
    });
  }

  /** Wakes all waiters for `key`. */
  announce(key: string): void {
    for (const wake of this.#waiting.get(key) ?? []) wake();
  }

  /** Wakes all waiters, for good. */
  close(): void {
    this.#isClosed = true;
    for (const key of this.#waiting.keys()) this.announce(key);
  }

  #forget(key: string, wake: () => void): void {
    const others = this.#waiting.get(key);
    others?.delete(wake);
    if (others?.size === 0) this.#waiting.delete(key);
  }
}
