import type { Clock } from '../src/ports/clock.ts';
import { measure } from './metrics.ts';

/** A request that takes longer than this, beyond what it asked to wait, is a slow one. */
const SLOW_MILLISECONDS = 5_000;

/**
 * Counts requests that take long although they do not ask to.
 *
 * A function serves one request at a time, so all waiting belongs to that one.
 */
export class SlowRequests {
  readonly #clock: Pick<Clock, 'now'>;
  #waited = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Waits on behalf of the caller: the time does not count. */
  readonly wait = async <T>(wait: () => Promise<T>): Promise<T> => {
    const from = this.#clock.now();
    try {
      return await wait();
    } finally {
      this.#waited += this.#clock.now() - from;
    }
  };

  /** Serves a request, and counts it if it was slow. */
  async serve<T>(request: () => Promise<T>): Promise<T> {
    const from = this.#clock.now();
    this.#waited = 0;
    try {
      return await request();
    } finally {
      if (this.#clock.now() - from - this.#waited > SLOW_MILLISECONDS) measure('SlowRequests', 1);
    }
  }
}
