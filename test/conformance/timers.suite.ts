import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { TimerId } from '../../src/interpreter/command.ts';
import type { Instant } from '../../src/interpreter/event.ts';
import type { ExecutionId } from '../../src/ports/execution-store.ts';
import type { Timers } from '../../src/ports/timers.ts';

/** A FireTimer command that arrived. */
export interface Firing {
  readonly execution: ExecutionId;
  readonly timer: TimerId;
  readonly dueAt: Instant;
  readonly at: Instant;
}

/** Timers with the queue they fire into and the time they live in. */
export interface TimersHarness {
  readonly timers: Timers;
  now(): Instant;
  /** True where the armed timers are not remembered: armed again for the same instant, a timer then fires again. */
  readonly mayRepeat?: boolean;
  /** The messages that have arrived on the queue so far, in that order. */
  fired(): readonly Firing[];
  /** Lets so much time pass, and whatever falls due arrive. */
  advance(milliseconds: number): Promise<void>;
  dispose(): Promise<void>;
}

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const run: ExecutionId = { flowId: 'flow-1', name: 'run' };
const other: ExecutionId = { flowId: 'flow-1', name: 'other' };

/** The promises of the port that all timers keep: never early, at most about a second late. */
export function timersSuite(name: string, open: () => Promise<TimersHarness>): void {
  describe(`timers: ${name}`, () => {
    let harness: TimersHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.dispose());

    describeFiring(() => harness);
    describeArmingAgain(() => harness);
    describeFiringAgain(() => harness);
    describeCancelling(() => harness);
  });
}

function describeFiring(harness: () => TimersHarness): void {
  test.each([
    ['a moment', 1],
    ['a second', SECOND],
    ['fifteen minutes', 900 * SECOND],
    ['a little more than fifteen minutes', 901 * SECOND],
    ['25 days, more than fits into 31 bits of milliseconds', 25 * DAY],
    ['a year', 365 * DAY],
  ])('A timer of %s fires on time and not before', async (_title, span) => {
    const { timers, now, advance, fired } = harness();
    const fireAt = now() + span;
    await timers.arm(run, 7, fireAt);

    await advance(span - 1);
    expect(fired()).toEqual([]);
    await advance(1 + SECOND);

    expect(fired()).toMatchObject([{ execution: run, timer: 7, dueAt: fireAt }]);
    expect(fired()[0]?.at).toBeGreaterThanOrEqual(fireAt);
    expect(fired()[0]?.at).toBeLessThanOrEqual(fireAt + SECOND);
  });

  test.each([0, 1, 30 * DAY])('A timer that was due %d ms ago fires at once', async (late) => {
    const { timers, now, advance, fired } = harness();

    await timers.arm(run, 'watchdog', now() - late);
    await advance(SECOND);

    expect(fired()).toMatchObject([{ execution: run, timer: 'watchdog' }]);
  });

  test('Timers armed in any order fire in order of their times', async () => {
    const { timers, now, advance, fired } = harness();
    const start = now();
    const spans = [50, 10, 40, 20, 30, 60];
    for (const span of spans) await timers.arm(run, span, start + span * SECOND);

    await advance(100 * SECOND);

    expect(fired().map((firing) => firing.timer)).toEqual([10, 20, 30, 40, 50, 60]);
    for (const { timer, at } of fired()) expect(at).toBeGreaterThanOrEqual(start + Number(timer) * SECOND);
  });

  test('Many timers that are due in the same instant all fire', async () => {
    const { timers, now, advance, fired } = harness();
    const names = Array.from({ length: 200 }, (_, index) => `run-${index}`);
    const fireAt = now() + 60 * SECOND;
    await Promise.all(names.map((name) => timers.arm({ flowId: 'flow-1', name }, 3, fireAt)));

    await advance(61 * SECOND);

    expect(
      fired()
        .map((firing) => firing.execution.name)
        .sort(),
    ).toEqual(names.sort());
  });
}

function describeArmingAgain(harness: () => TimersHarness): void {
  test('Arming again for the same instant is harmless', async () => {
    const { timers, now, advance, fired } = harness();
    const fireAt = now() + 5 * SECOND;

    for (let time = 0; time < 3; time += 1) await timers.arm(run, 'watchdog', fireAt);
    await advance(DAY);

    for (const { at } of fired()) expect(at).toBeGreaterThanOrEqual(fireAt);
    expect(fired()).toHaveLength(harness().mayRepeat ? 3 : 1);
  });

  test.each([
    ['earlier', 60, 20],
    ['later', 20, 60],
  ])('A timer armed again for an %s instant fires at that instant', async (_title, first, second) => {
    const { timers, now, advance, fired } = harness();
    const start = now();
    await timers.arm(run, 'watchdog', start + first * SECOND);
    await timers.arm(run, 'watchdog', start + second * SECOND);

    await advance(second * SECOND - 1);
    const before = fired().length;
    await advance(1 + SECOND);

    expect(fired().length).toBe(before + 1);
    expect(fired().at(-1)?.at).toBeGreaterThanOrEqual(start + second * SECOND);
  });

  test('A timer that has fired can be armed again', async () => {
    const { timers, now, advance, fired } = harness();
    await timers.arm(run, 'watchdog', now());
    await advance(SECOND);

    await timers.arm(run, 'watchdog', now() + 10 * SECOND);
    await advance(11 * SECOND);

    expect(fired()).toHaveLength(2);
  });
}

function describeFiringAgain(harness: () => TimersHarness): void {
  test.each([0, 1, 2])(
    'Of three timers, number %d can fire, be armed for the same instant and fire again',
    async (nth) => {
      const { timers, now, advance, fired } = harness();
      const start = now();
      const fireAt = start + SECOND;
      for (const timer of [0, 1, 2])
        await timers.arm(run, timer, timer === nth ? fireAt : start + 60 * SECOND);
      await advance(2 * SECOND);

      await timers.arm(run, nth, fireAt);
      await advance(2 * SECOND);
      expect(fired().map((firing) => firing.timer)).toEqual([nth, nth]);
      await advance(60 * SECOND);

      expect(fired()).toHaveLength(4);
    },
  );
}

function describeCancelling(harness: () => TimersHarness): void {
  test('Cancelling the timers of one execution leaves those of others alone', async () => {
    const { timers, now, advance, fired } = harness();
    await timers.arm(run, 1, now() + 30 * DAY);
    await timers.arm(other, 1, now() + 30 * DAY);

    await timers.cancelAll(run);
    await timers.cancelAll(run);
    await advance(31 * DAY);

    expect(fired().filter((firing) => firing.execution.name === 'other')).toHaveLength(1);
  });

  test('Cancelling leaves what was armed after the execution went on', async () => {
    const { timers, now, advance, fired } = harness();
    const fireAt = now() + SECOND;
    await timers.arm(run, 1, fireAt);
    await timers.arm(run, 1, fireAt, 1);

    await timers.cancelAll(run);
    await advance(2 * SECOND);

    expect(fired().length).toBeGreaterThan(0);
  });

  test('Cancelling where nothing is armed is harmless, and timers can be armed afterwards', async () => {
    const { timers, now, advance, fired } = harness();
    await timers.cancelAll(run);

    await timers.arm(run, 1, now() + SECOND);
    await advance(2 * SECOND);

    expect(fired()).toHaveLength(1);
  });
}
