import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventBridgeSchedules } from '../../../../../src/adapters/aws/dispatch/scheduler-schedules.ts';
import { SchedulerTimers } from '../../../../../src/adapters/aws/dispatch/scheduler-timers.ts';
import type { DispatchBody } from '../../../../../src/ports/dispatch-queue.ts';
import { TEST_ACCOUNT } from '../../../../aws/emulated/dynamodb.ts';
import { startFaultProxy } from '../../../../aws/emulated/fault-proxy.ts';
import type { TestServer } from '../../../../aws/emulated/http.ts';
import { SchedulerEmulator } from '../../../../aws/emulated/scheduler.ts';
import { makeSchedule } from '../../../../conformance/flow-fixtures.ts';

/** Ahead of the emulator's time, so that nothing fires. */
const START = Date.UTC(2100, 0, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const clock = { now: () => START, sleep: async () => {} };
const home = {
  group: 'fdl',
  queueArn: 'arn:aws:sqs:us-east-1:1:dispatch',
  deadLetterQueueArn: 'arn:aws:sqs:us-east-1:1:dead',
  roleArn: 'arn:aws:iam::1:role/s',
};
const refuse = () => Promise.reject(new Error('sends nothing'));
const run = { flowId: 'flow-1', name: 'x'.repeat(128) };

let emulator: SchedulerEmulator;
let proxy: TestServer;
let client: SchedulerClient;
let losesResponses: boolean;
let sent: [DispatchBody, number | undefined][];
let timers: SchedulerTimers;

beforeEach(async () => {
  losesResponses = false;
  sent = [];
  emulator = new SchedulerEmulator(async () => {});
  let requests = 0;
  // Every first try loses its response.
  proxy = await startFaultProxy(await emulator.open(), () => {
    requests += 1;
    return losesResponses && requests % 2 === 1 ? { kind: 'loseResponse' } : undefined;
  });
  client = new SchedulerClient({ ...TEST_ACCOUNT, endpoint: proxy.endpoint });
  const queue = {
    send: async (body: DispatchBody, delay?: number) => {
      sent.push([body, delay]);
      return 'm';
    },
  };
  timers = new SchedulerTimers({ client, home, queue, clock });
});

afterEach(async () => {
  client.destroy();
  await proxy.close();
  await emulator.close();
});

function schedules() {
  return [...emulator.schedules].map(([name, { body }]) => ({ name, body }));
}

test.each([
  [900_000, 0],
  [900_001, 1],
])('A timer due in %d ms takes %d schedules', async (span, count) => {
  await timers.arm(run, 7, START + span);

  expect(schedules()).toHaveLength(count);
  expect(sent).toHaveLength(1 - count);
});

test('A long timer is a schedule that fires a minute early, at the queue, and is gone afterwards', async () => {
  await timers.arm(run, 'watchdog', START + 2 * HOUR + 999);

  const [schedule] = schedules();
  expect(schedule?.name).toMatch(/^fdl\/[\w-]{43}$/);
  expect(schedule?.body).toMatchObject({
    ScheduleExpression: 'at(2100-01-01T01:59:00)',
    ActionAfterCompletion: 'DELETE',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: home.queueArn,
      RoleArn: home.roleArn,
      DeadLetterConfig: { Arn: home.deadLetterQueueArn },
    },
  });
  expect(JSON.parse(schedule?.body.Target.Input ?? '')).toEqual({
    id: '<aws.scheduler.execution-id>',
    kind: 'command',
    execution: run,
    command: { type: 'FireTimer', timer: 'watchdog', dueAt: START + 2 * HOUR + 999 },
  });
});

test.each([
  [0, '2100-01-01T01:00:00'],
  [0.5 * HOUR, '2100-01-01T00:30:00'],
  [0.9 * HOUR, '2100-01-01T01:06:00'],
  [5 * HOUR, '2100-01-01T03:00:00'],
  [20 * HOUR, '2100-01-01T04:00:00'],
  [3 * DAY, '2100-01-02T00:00:00'],
])(
  'A schedule of an execution that has lived %d ms waits until %s, and the same when it is armed again',
  async (lived, at) => {
    await timers.arm(run, 'watchdog', START + 365 * DAY, 0, START - lived);
    await timers.arm(run, 'watchdog', START + 365 * DAY, 0, START - lived);

    expect(schedules().map(({ body }) => body.ScheduleExpression)).toEqual([`at(${at})`]);
  },
);

test('A wait ends no stage for a month, for it fires or is forgotten with its execution', async () => {
  await timers.arm(run, 7, START + 20 * DAY, 0, START - HOUR);
  await timers.arm(run, 8, START + 365 * DAY, 0, START - HOUR);

  const times = schedules().map(({ body }) => body.ScheduleExpression);
  expect(times).toEqual(['at(2100-01-20T23:59:00)', 'at(2100-01-30T23:00:00)']);
});

test.each([
  ['a wait', 7, 0],
  ['a watchdog', 'watchdog', 0],
  // Armed before the last minutes of the first stage, whose schedule has not fired.
  ['a watchdog near the end of a stage', 'watchdog', 0.9 * HOUR],
] as const)('The schedule of %s is deleted with its execution, and no other', async (_, timer, lived) => {
  const fireAt = START + 20 * DAY;
  const since = START - lived;
  let now = since;
  const moving = new SchedulerTimers({
    client,
    home,
    queue: { send: refuse },
    clock: { ...clock, now: () => now },
  });
  await moving.arm(run, timer, fireAt, 0, since);
  now = START;
  await timers.arm(run, timer, fireAt, 1, since);
  await timers.arm({ ...run, name: 'other' }, timer, fireAt, 0, since);
  const others = schedules().slice(1);

  await timers.cancelAll(run, 0, { timers: [{ timer, fireAt }], since });
  await timers.cancelAll(run, 0, { timers: [{ timer, fireAt }], since });

  expect(others).toHaveLength(2);
  expect(schedules()).toEqual(others);
});

test('An execution ends also where its schedules cannot be deleted', async () => {
  const left = { timers: [{ timer: 7, fireAt: START + DAY }], since: START };
  await emulator.close();
  await expect(timers.cancelAll(run, 0, left)).resolves.toBeUndefined();
});

test('A timer of a year is looked after again in a day, so that what has ended leaves nothing behind for long', async () => {
  await timers.arm(run, 'watchdog', START + 365 * DAY);

  expect(schedules().map(({ body }) => body.ScheduleExpression)).toEqual(['at(2100-01-02T00:00:00)']);
});

test('Arming again, also after a lost response, leaves one schedule; another time or execution has its own', async () => {
  losesResponses = true;
  await timers.arm(run, 7, START + HOUR);
  losesResponses = false;
  await timers.arm(run, 7, START + HOUR);
  expect(schedules()).toHaveLength(1);

  await timers.arm(run, 7, START + 2 * HOUR);
  await timers.arm(run, 8, START + HOUR);
  await timers.arm({ ...run, flowId: 'flow-2' }, 7, START + HOUR);
  expect(schedules()).toHaveLength(4);
});

test('Putting and removing a schedule survives lost responses', async () => {
  const flowSchedules = new EventBridgeSchedules({ client, home, clock });
  losesResponses = true;

  await flowSchedules.put(makeSchedule('nightly'));
  await flowSchedules.put(makeSchedule('nightly', { version: 2, isEnabled: false }));
  expect(schedules().map(({ name, body }) => [name, body.State])).toEqual([
    ['fdl/flow-schedule-schedule-1', 'DISABLED'],
  ]);
  await flowSchedules.remove(makeSchedule('nightly'));

  expect(schedules()).toEqual([]);
});

test('What cannot be done is not taken for done', async () => {
  const flowSchedules = new EventBridgeSchedules({ client, home, clock });
  const badName = makeSchedule('nightly', { id: 'x'.repeat(65) });

  await expect(flowSchedules.put(badName)).rejects.toThrow('Name');
  await expect(flowSchedules.remove(badName)).rejects.toThrow('Name');
});
