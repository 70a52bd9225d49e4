import { describe, expect, test } from 'vitest';
import { handleMessage } from '../../../../src/engine/messages/handle-message.ts';
import { DEFAULT_LIMITS } from '../../../../src/limits.ts';
import { ALL_CHILD_STARTS } from '../../../../src/ports/child-starts.ts';
import { DONE, type ScheduleFired } from '../../../../src/ports/dispatch-queue.ts';
import type { ScheduleRecord } from '../../../../src/ports/flow-store.ts';
import { MemoryBlobStore } from '../../../../src/testing/memory/blob-store.ts';
import { MemoryDispatchQueue } from '../../../../src/testing/memory/dispatch-queue.ts';
import { MemoryExecutionStore } from '../../../../src/testing/memory/execution-store.ts';
import { MemoryFlowStore } from '../../../../src/testing/memory/flow-store.ts';
import { MemoryHeartbeats } from '../../../../src/testing/memory/heartbeats.ts';
import { MemoryObjects } from '../../../../src/testing/memory/objects.ts';
import { MEMORY_LIMITS } from '../../../../src/testing/memory/physical-limits.ts';
import { createSeededIds } from '../../../../src/testing/memory/seeded-ids.ts';
import { MemoryTimers } from '../../../../src/testing/memory/timers.ts';
import { createVirtualClock } from '../../../../src/testing/memory/virtual-clock.ts';
import { START } from '../../../conformance/execution-fixtures.ts';
import { makeFlow, makeSchedule } from '../../../conformance/flow-fixtures.ts';

const FIRED: ScheduleFired = {
  kind: 'schedule-fired',
  flowId: 'flow-1',
  scheduleName: 'nightly',
  scheduleId: 'schedule-1',
  dueAt: '2026-01-01T00:00:00Z',
};

/** Lets a schedule fire, `late` ms after START; answers what was sent and when it may arrive. */
async function fire(
  stored: Partial<ScheduleRecord> | undefined,
  fired: Partial<ScheduleFired> = {},
  late = 0,
) {
  const clock = createVirtualClock(START + late);
  const queue = new MemoryDispatchQueue(clock, createSeededIds('schedules'));
  const flows = new MemoryFlowStore();
  await flows.createFlow(makeFlow('orders'));
  if (stored !== undefined) {
    await flows.createSchedule(makeSchedule('nightly', { cronExpression: '30 0 0 * * *', ...stored }));
  }
  const refuse = () => Promise.reject(new Error('a schedule calls nobody'));
  const services = {
    executions: new MemoryExecutionStore(clock),
    blobs: new MemoryBlobStore(),
    heartbeats: new MemoryHeartbeats(),
    flows,
    queue,
    timers: new MemoryTimers(clock, queue),
    targets: { call: refuse },
    objects: new MemoryObjects(clock.now),
    childStarts: ALL_CHILD_STARTS,
    clock,
    ids: createSeededIds('engine'),
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    physical: MEMORY_LIMITS,
    limits: DEFAULT_LIMITS,
  };
  const message = { id: 'm', sentAt: clock.now(), body: { ...FIRED, ...fired } };
  const handled = await handleMessage(message, services);
  const sent = queue.undeleted().map(({ body }) => body);
  const dueIn = clock.nextDue();
  return { sent, handled, delay: dueIn === undefined ? 0 : dueIn - clock.now() };
}

const START_AT_30 = {
  kind: 'start',
  flowName: 'orders',
  executionName: 'schedule-schedule-1-20260101T000030Z',
  input: '{"payload":{},"triggerName":"nightly","triggerTime":"2026-01-01T00:00:30Z"}',
};

describe('a schedule that is due', () => {
  test('starts its flow at the second of its expression, not before', async () => {
    expect(await fire({})).toEqual({ sent: [START_AT_30], handled: DONE, delay: 30_000 });
    expect(await fire({}, {}, 12_500)).toEqual({ sent: [START_AT_30], handled: DONE, delay: 18_000 });
  });

  test('starts at once when that second has passed, under the same name', async () => {
    expect(await fire({}, {}, 45_000)).toEqual({ sent: [START_AT_30], handled: DONE, delay: 0 });
  });

  test('waits as long as any message may when the clock is further behind, and then starts at its time', async () => {
    const { delaySeconds } = MEMORY_LIMITS;
    const behind = 30_000 - (delaySeconds + 1) * 1000;
    expect(await fire({}, {}, behind)).toEqual({
      sent: [],
      handled: { done: false, retryInSeconds: delaySeconds },
      delay: 0,
    });
    expect(await fire({}, {}, behind + 1_000)).toEqual({
      sent: [START_AT_30],
      handled: DONE,
      delay: delaySeconds * 1000,
    });
  });

  test('starts a flow of a period at the time that was due', async () => {
    const { sent, delay } = await fire(
      { cronExpression: '@every 5m' },
      { dueAt: '2026-01-01T00:00:00.000Z' },
    );
    expect(sent).toMatchObject([{ executionName: 'schedule-schedule-1-20260101T000000Z' }]);
    expect(delay).toBe(0);
  });

  test.each<[string, Partial<ScheduleRecord> | undefined, Partial<ScheduleFired>]>([
    ['is gone', undefined, {}],
    ['is another of the same name', { id: 'schedule-2' }, {}],
    ['is disabled', { isEnabled: false }, {}],
    ['belongs to a flow whose name another has now', { flowId: 'flow-0' }, { flowId: 'flow-0' }],
    ['belongs to a flow that is gone', { flowName: 'gone' }, {}],
  ])('starts nothing when it %s', async (_what, stored, fired) => {
    expect(await fire(stored, fired)).toMatchObject({ sent: [], handled: DONE });
  });

  test('comes back when its time is none', async () => {
    await expect(fire({}, { dueAt: '<aws.scheduler.scheduled-time>' })).rejects.toThrow('which is no time');
  });
});
