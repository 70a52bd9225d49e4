import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Alarm } from '../../../../src/adapters/embedded/alarm.ts';
import type { Clock } from '../../../../src/ports/clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A clock that the test sets, whatever timeouts think. */
function open() {
  let now = 0;
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const rings: number[] = [];
  const alarm = new Alarm(clock, () => rings.push(now));
  const pass = (timeouts: number, shown: number) => {
    now += shown;
    vi.advanceTimersByTime(timeouts);
  };
  return { alarm, rings, pass };
}

test('A timeout that ends before the clock shows the time does not ring', () => {
  const { alarm, rings, pass } = open();
  alarm.set(1_000);

  pass(1_000, 998);
  expect(rings).toEqual([]);
  pass(2, 2);

  expect(rings).toEqual([1_000]);
});

test('A clock that jumps ahead is noticed within a minute', () => {
  const { alarm, rings, pass } = open();
  alarm.set(86_400_000);

  pass(60_000, 90_000_000);

  expect(rings).toEqual([90_000_000]);
});

test('Only the last instant it was set to rings, once', () => {
  const { alarm, rings, pass } = open();
  alarm.set(5_000);
  alarm.set(1_000);
  alarm.set(3_000);

  for (let second = 0; second < 10; second += 1) pass(1_000, 1_000);

  expect(rings).toEqual([3_000]);
});

test('Turned off or closed it does not ring, and leaves no timeout behind', () => {
  const { alarm, rings, pass } = open();
  alarm.set(1_000);
  alarm.set(undefined);
  alarm.close();
  alarm.set(1_000);

  pass(10_000, 10_000);

  expect(rings).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
