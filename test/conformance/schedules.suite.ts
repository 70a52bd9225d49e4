import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Instant } from '../../src/interpreter/event.ts';
import type { StartMessage } from '../../src/ports/dispatch-queue.ts';
import type { Schedules } from '../../src/ports/timers.ts';
import { START } from './execution-fixtures.ts';
import { makeSchedule } from './flow-fixtures.ts';

/** Schedules with the queue they fire into and the time they live in, which begins at START. */
export interface SchedulesHarness {
  readonly schedules: Schedules;
  /** The start messages that have arrived so far, in that order. */
  started(): readonly { readonly message: StartMessage; readonly at: Instant }[];
  /** Lets so much time pass, and whatever falls due arrive. */
  advance(milliseconds: number): Promise<void>;
  dispose(): Promise<void>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The promises of the port that all schedules keep. */
export function schedulesSuite(name: string, open: () => Promise<SchedulesHarness>): void {
  describe(`schedules: ${name}`, () => {
    let harness: SchedulesHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.dispose());

    describeFiring(() => harness);
    describeWindows(() => harness);
    describeChanges(() => harness);
  });
}

/** Minutes after START of the fire times in the inputs of what has started. */
function minutesOf(harness: SchedulesHarness): readonly number[] {
  return harness
    .started()
    .map(({ message }) => (Date.parse(JSON.parse(message.input).triggerTime) - START) / MINUTE);
}

function describeFiring(harness: () => SchedulesHarness): void {
  test('A schedule starts its flow with the payload, its name and the time', async () => {
    const { schedules, advance, started } = harness();
    await schedules.put(makeSchedule('nightly', { cronExpression: '0 30 8 * * *', payload: '{"k": 1.0}' }));

    await advance(9 * HOUR);

    expect(started().map(({ message }) => message)).toEqual([
      {
        kind: 'start',
        flowName: 'orders',
        executionName: 'schedule-schedule-1-20260101T083000Z',
        input: '{"payload":{"k": 1.0},"triggerName":"nightly","triggerTime":"2026-01-01T08:30:00Z"}',
      },
    ]);
  });

  test('It fires never early and at most about a second late', async () => {
    const { schedules, advance, started } = harness();
    await schedules.put(makeSchedule('nightly', { cronExpression: '30 10 * * * *' }));

    await advance(10 * MINUTE + 29 * SECOND);
    expect(started()).toEqual([]);
    await advance(2 * SECOND);

    expect(started()).toHaveLength(1);
    expect(started()[0]?.at).toBeGreaterThanOrEqual(START + 10 * MINUTE + 30 * SECOND);
  });

  test.each([
    ['@every 25m', [25, 50, 75, 100]],
    ['0 0/30 * * * *', [30, 60, 90]],
    ['0 20-22,50 * * * *', [20, 21, 22, 50, 80, 81, 82, 110]],
    ['CRON_TZ=Asia/Shanghai 0 15 9 * * *', [75]],
    ['0 0 * * * MON', []],
    ['0 0 * ? * THU', [60]],
  ])('%s keeps its rhythm for two hours', async (cronExpression, minutes) => {
    await harness().schedules.put(makeSchedule('nightly', { cronExpression }));

    await harness().advance(119 * MINUTE);

    expect(minutesOf(harness())).toEqual(minutes);
  });

  test('Each fire time has an execution name of its own', async () => {
    const { schedules, advance, started } = harness();
    await schedules.put(makeSchedule('a', { id: 'schedule-a' }));
    await schedules.put(makeSchedule('b', { id: 'schedule-b' }));

    await advance(31 * MINUTE);

    const names = started().map(({ message }) => message.executionName);
    expect(names).toHaveLength(12);
    expect(new Set(names).size).toBe(12);
    for (const name of names) expect(name).toMatch(/^[A-Za-z_][\w-]{0,127}$/);
  });
}

function describeWindows(harness: () => SchedulesHarness): void {
  test('A schedule fires between its start and its end, both included', async () => {
    const { schedules, advance } = harness();
    const window = { startAt: START + 10 * MINUTE, endAt: START + 20 * MINUTE };
    await schedules.put(makeSchedule('every', window));
    await schedules.put(makeSchedule('cron', { id: 'cron', cronExpression: '0 0/10 * * * *', ...window }));
    await advance(HOUR);
    expect(minutesOf(harness()).toSorted((a, b) => a - b)).toEqual([10, 10, 15, 20, 20]);
  });

  test('A schedule of one instant fires once', async () => {
    const { schedules, advance } = harness();
    await schedules.put(makeSchedule('once', { cronExpression: 'at(2026-01-01T00:30:00Z)' }));
    await advance(29 * MINUTE);
    await schedules.put(makeSchedule('once', { cronExpression: 'at(2026-01-01T00:30:00Z)', version: 2 }));
    await advance(HOUR);
    await schedules.put(makeSchedule('once', { cronExpression: 'at(2026-01-01T00:30:00Z)', version: 3 }));
    await advance(HOUR);
    expect(minutesOf(harness())).toEqual([30]);
  });

  test('Starts are late by less than the jitter, and keep the time that was due', async () => {
    const { schedules, advance, started } = harness();
    await schedules.put(makeSchedule('a', { cronExpression: '0 * * * * *', jitterSeconds: 30 }));
    await advance(31 * MINUTE);
    const late = started().map(
      ({ message, at }) => (at - Date.parse(JSON.parse(message.input).triggerTime)) / SECOND,
    );
    expect(late.length).toBeGreaterThanOrEqual(30);
    expect(Math.max(...late)).toBeLessThanOrEqual(32);
    expect(new Set(late.map(Math.round)).size).toBeGreaterThan(5);
  });

  test('The start of a schedule with an overlap policy takes its turn', async () => {
    const { schedules, advance, started } = harness();
    await schedules.put(makeSchedule('a', { overlap: 'Skip' }));
    await advance(6 * MINUTE);
    expect(started()[0]?.message.turn).toEqual({
      flowId: 'flow-1',
      scheduleName: 'a',
      scheduleId: 'schedule-1',
      dueAt: START + 5 * MINUTE,
    });
  });
}

function describeChanges(harness: () => SchedulesHarness): void {
  test('A disabled schedule does not fire until it is enabled', async () => {
    const { schedules, advance } = harness();
    await schedules.put(makeSchedule('a', { isEnabled: false }));
    await advance(11 * MINUTE);
    await schedules.put(makeSchedule('a', { version: 2 }));
    await advance(11 * MINUTE);
    await schedules.put(makeSchedule('a', { version: 3, isEnabled: false }));
    await advance(HOUR);

    expect(minutesOf(harness())).toEqual([15, 20]);
  });

  test('A change takes the place of what was there', async () => {
    const { schedules, advance, started } = harness();
    await schedules.put(makeSchedule('a'));
    await advance(6 * MINUTE);
    await schedules.put(
      makeSchedule('a', { version: 2, cronExpression: '@every 30m', payload: '{"new":true}' }),
    );
    await advance(30 * MINUTE);

    expect(minutesOf(harness())).toEqual([5, 30]);
    expect(started()[1]?.message.input).toContain('{"new":true}');
  });

  test('Putting the same schedule again, as after a restart, keeps its rhythm', async () => {
    const { schedules, advance } = harness();
    await schedules.put(makeSchedule('a'));
    await advance(7 * MINUTE);
    await schedules.put(makeSchedule('a'));
    await advance(7 * MINUTE);

    expect(minutesOf(harness())).toEqual([5, 10]);
  });

  test('A removed schedule never fires again, and removing twice is harmless', async () => {
    const { schedules, advance } = harness();
    await schedules.put(makeSchedule('a'));
    await advance(6 * MINUTE);
    await schedules.remove(makeSchedule('a'));
    await schedules.remove(makeSchedule('a'));
    await advance(HOUR);

    expect(minutesOf(harness())).toEqual([5]);
  });
}
