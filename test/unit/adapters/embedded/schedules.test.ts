import { afterEach, expect, test, vi } from 'vitest';
import { EmbeddedSchedules } from '../../../../src/adapters/embedded/schedules.ts';
import { systemClock } from '../../../../src/adapters/system.ts';
import type { DispatchBody } from '../../../../src/ports/dispatch-queue.ts';
import { makeSchedule } from '../../../conformance/flow-fixtures.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Schedules that tell at which times of the day they fire, as `hhmmss`. */
function openSchedules() {
  const fired: string[] = [];
  const queue = {
    send: async (body: DispatchBody) => {
      if (body.kind === 'start') fired.push(body.executionName.slice(-7, -1));
      return 'message';
    },
  };
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  const schedules = new EmbeddedSchedules(systemClock, queue, logger);
  return { schedules, fired };
}

test('a firing that cannot be kept is logged and dropped, and the schedule goes on', async () => {
  vi.useFakeTimers();
  const logged: unknown[] = [];
  const log = (message: string, fields?: object) => logged.push({ message, ...fields });
  const logger = { info: log, warn: log, error: log };
  const queue = { send: () => Promise.reject(new Error('disk full')) };
  const schedules = new EmbeddedSchedules(systemClock, queue, logger);
  await schedules.put(makeSchedule('often', { cronExpression: '@every 1m' }));

  await vi.advanceTimersByTimeAsync(120_000);
  schedules.close();

  const failure = { message: 'A schedule could not fire', schedule: 'often', error: 'Error: disk full' };
  expect(logged).toMatchObject([failure, failure]);
});

test('fire times that were missed in the window to catch up fire at the start, those since the last change alone', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 5, 12) });
  const { schedules, fired } = openSchedules();
  const hourly = { cronExpression: '0 0 * * * *', modifiedAt: Date.UTC(2026, 0, 5, 9, 30) };
  await schedules.put(makeSchedule('none', { ...hourly, id: 'a' }));
  await schedules.put(makeSchedule('off', { ...hourly, id: 'b', catchUpSeconds: 7_200, isEnabled: false }));
  expect(fired).toEqual([]);
  await schedules.put(makeSchedule('short', { ...hourly, id: 'c', catchUpSeconds: 3_700 }));
  expect(fired).toEqual(['110000', '120000']);
  await schedules.put(makeSchedule('long', { ...hourly, id: 'd', catchUpSeconds: 86_400 }));
  schedules.close();

  expect(fired.slice(2)).toEqual(['100000', '110000', '120000']);
});

test('a clock that is set back silences no schedule', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 5, 12) });
  const { schedules, fired } = openSchedules();
  await schedules.put(makeSchedule('cron', { id: 'c', cronExpression: '0 * * * * *' }));
  await schedules.put(
    makeSchedule('every', { id: 'e', cronExpression: '@every 1m', modifiedAt: Date.now() + 7_200_000 }),
  );

  await vi.advanceTimersByTimeAsync(61_000);
  vi.setSystemTime(Date.UTC(2026, 0, 5, 11, 1, 1));
  await vi.advanceTimersByTimeAsync(120_000);
  schedules.close();

  expect(fired.toSorted()).toEqual(['110200', '110200', '110300', '110300', '120100', '120100']);
});
