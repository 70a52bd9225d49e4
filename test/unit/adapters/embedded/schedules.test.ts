import { afterEach, expect, test, vi } from 'vitest';
import { EmbeddedSchedules } from '../../../../src/adapters/embedded/schedules.ts';
import { systemClock } from '../../../../src/adapters/system.ts';
import { makeSchedule } from '../../../conformance/flow-fixtures.ts';

afterEach(() => {
  vi.useRealTimers();
});

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
