import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';

/** The two clocks of a machine: the time of day, and milliseconds since some instant that pass evenly. */
export interface MachineTime {
  shown(): Instant;
  passed(): number;
}

/** Steps of the clock that are followed at once. */
const SMALL_STEP_MS = 2_000;
/** A step ahead is followed when the clock still shows it after so long: one wrong reading moves nothing. */
const CONFIRM_MS = 30_000;
/** Speed of time while the machine's clock is behind, until it has caught up. */
const SLOWED = 0.95;

/**
 * The time of the engine: it passes evenly, also when the machine's clock is set.
 *
 *   clock set back by an hour     time goes on, a little slower, until the clock has caught up
 *   clock set ahead, or a sleep   time follows as soon as a second reading confirms it
 *
 * So waits, retries and deadlines that are under way last about as long as they should. Cron and other features that
 * follow the time of day use the machine's clock instead.
 */
export class EngineClock implements Clock {
  readonly #machine: MachineTime;
  readonly #clock: Pick<Clock, 'sleep'>;
  #last: Instant;
  #passed: number;
  /** A step ahead that waits for its confirmation. */
  #step: { readonly gap: number; readonly since: number } | undefined;

  /** `atLeast` is an instant that has been: the engine has seen it before. */
  constructor(machine: MachineTime, clock: Pick<Clock, 'sleep'>, atLeast: Instant) {
    this.#machine = machine;
    this.#clock = clock;
    this.#last = Math.max(machine.shown(), atLeast);
    this.#passed = machine.passed();
  }

  now(): Instant {
    const passed = this.#machine.passed();
    const elapsed = Math.max(0, passed - this.#passed);
    const shown = this.#machine.shown();
    const even = this.#last + elapsed;
    this.#passed = passed;
    this.#last = shown < even ? this.#slowed(shown, elapsed) : this.#followed(shown, even, passed);
    return Math.floor(this.#last);
  }

  sleep(milliseconds: number): Promise<void> {
    return this.#clock.sleep(milliseconds);
  }

  #slowed(shown: Instant, elapsed: number): Instant {
    this.#step = undefined;
    return Math.max(shown, this.#last + elapsed * SLOWED);
  }

  #followed(shown: Instant, even: Instant, passed: number): Instant {
    const gap = shown - even;
    if (gap <= SMALL_STEP_MS) {
      this.#step = undefined;
      return shown;
    }
    const step = this.#step;
    if (step === undefined || Math.abs(gap - step.gap) > SMALL_STEP_MS) this.#step = { gap, since: passed };
    else if (passed - step.since >= CONFIRM_MS) {
      this.#step = undefined;
      return shown;
    }
    return even;
  }
}
