import { afterEach, expect, test, vi } from 'vitest';
import type { EndedExecutions } from '../../../src/adapters/embedded/ended-executions.ts';
import type { ConfirmedTime } from '../../../src/local/confirmed-time.ts';
import { openConfirmedTime } from '../../../src/local/confirmed-time.ts';
import { startRetention } from '../../../src/local/retention.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

/** A search for what ended before some instants, on a machine whose clock the test sets. */
function open(confirmed: ConfirmedTime = openConfirmedTime(undefined)) {
  vi.useFakeTimers();
  const begun = Date.now();
  let error = 0;
  const searched: number[] = [];
  const ended = {
    removeSome: async (before: number) => {
      searched.push(Math.round((before + 90 * DAY - begun) / HOUR));
      return undefined;
    },
  } as unknown as EndedExecutions;
  const machine = { shown: () => Date.now() + error, passed: () => Date.now() - begun };
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  const stop = startRetention({ ended, days: 90, machine, confirmed, logger });
  return {
    searched,
    stop,
    set: (to: number) => {
      error = to;
    },
    hour: () => vi.advanceTimersByTimeAsync(HOUR + 100),
  };
}

test('nothing is removed before two readings an hour apart agree', async () => {
  const { searched, hour, stop } = open();
  expect(searched).toEqual([]);
  await hour();
  expect(searched).toEqual([1]);
  await hour();
  expect(searched).toEqual([1, 2]);
  stop();
});

test('one wrong reading removes nothing', async () => {
  const { searched, hour, set, stop } = open();
  await hour();
  set(400 * DAY);
  await hour();
  set(0);
  await hour();
  stop();
  expect(searched).toEqual([1, 2, 3]);
});

test('a process begins with what the one before it has confirmed', () => {
  const confirmed = openConfirmedTime(undefined);
  vi.useFakeTimers();
  confirmed.keep(Date.now() - 5 * HOUR);
  const { searched, stop } = open(confirmed);
  stop();
  expect(searched).toEqual([-5]);
});
