import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { EmbeddedSchedules } from '../../../../src/adapters/embedded/schedules.ts';
import { EmbeddedTimers } from '../../../../src/adapters/embedded/timers.ts';
import { systemClock } from '../../../../src/adapters/system.ts';
import type { DispatchBody, DispatchQueue } from '../../../../src/ports/dispatch-queue.ts';
import { makeSchedule } from '../../../conformance/flow-fixtures.ts';

const logger = { info: () => {}, warn: () => {}, error: () => {} };
let sent: DispatchBody[];
const queue: DispatchQueue = { send: async (body) => `message-${sent.push(body)}` };

beforeEach(() => {
  sent = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('Closed timers fire nothing, also not what is armed afterwards, and keep no process alive', async () => {
  const timers = new EmbeddedTimers(systemClock, queue);
  await timers.arm({ flowId: 'flow-1', name: 'run' }, 1, Date.now() + 1_000);
  timers.close();
  await timers.arm({ flowId: 'flow-1', name: 'run' }, 2, Date.now());

  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(sent).toEqual([]);
});

test('Closed schedules fire nothing and keep no process alive', async () => {
  const schedules = new EmbeddedSchedules(systemClock, queue, logger);
  await schedules.put(makeSchedule('often', { cronExpression: '@every 1m' }));
  vi.advanceTimersByTime(60_000);
  schedules.close();

  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(600_000);
  expect(sent).toHaveLength(1);
});
