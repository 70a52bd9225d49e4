import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { EventBridgeSchedules } from '../../../src/adapters/aws/dispatch/scheduler-schedules.ts';
import { SchedulerTimers } from '../../../src/adapters/aws/dispatch/scheduler-timers.ts';
import { SqsDispatchQueue } from '../../../src/adapters/aws/dispatch/sqs-dispatch-queue.ts';
import { AWS_LIMITS } from '../../../src/adapters/aws/physical-limits.ts';
import { randomIds, systemClock } from '../../../src/adapters/system.ts';
import { handleMessage } from '../../../src/engine/messages/handle-message.ts';
import { DEFAULT_LIMITS } from '../../../src/limits.ts';
import { ALL_CHILD_STARTS } from '../../../src/ports/child-starts.ts';
import type { DispatchQueue } from '../../../src/ports/dispatch-queue.ts';
import type { ScheduleRecord } from '../../../src/ports/flow-store.ts';
import type { Schedules, Timers } from '../../../src/ports/timers.ts';
import { MemoryBlobStore } from '../../../src/testing/memory/blob-store.ts';
import { MemoryExecutionStore } from '../../../src/testing/memory/execution-store.ts';
import { MemoryFlowStore } from '../../../src/testing/memory/flow-store.ts';
import { MemoryHeartbeats } from '../../../src/testing/memory/heartbeats.ts';
import { MemoryObjects } from '../../../src/testing/memory/objects.ts';
import { createSeededIds } from '../../../src/testing/memory/seeded-ids.ts';
import { createVirtualClock } from '../../../src/testing/memory/virtual-clock.ts';
import { type DispatchQueueHarness, dispatchQueueSuite } from '../../conformance/dispatch-queue.suite.ts';
import { START } from '../../conformance/execution-fixtures.ts';
import { makeFlow } from '../../conformance/flow-fixtures.ts';
import { openSchedules } from '../../conformance/queue-listener.ts';
import { schedulesSuite } from '../../conformance/schedules.suite.ts';
import { type Firing, type TimersHarness, timersSuite } from '../../conformance/timers.suite.ts';
import { TEST_ACCOUNT } from '../emulated/dynamodb.ts';
import { QueueEmulator } from '../emulated/queues.ts';
import { SchedulerEmulator } from '../emulated/scheduler.ts';
import { FrozenQueue } from '../emulated/time.ts';

/** How much later than its time a schedule may fire. */
const WORST_LAG_MS = 59_000;

/** How much too early a timer may come so that its message is kept. */
const LONGEST_KEPT_MS = 16 * 60_000;

async function openQueue() {
  const queues = await QueueEmulator.open();
  const frozen = await new FrozenQueue(queues).open(START);
  const queue = new SqsDispatchQueue({
    client: frozen.sqs,
    queueUrl: frozen.url,
    ids: randomIds,
    clock: systemClock,
  });
  const dispose = async () => {
    frozen.close();
    await queues.close();
  };
  return { frozen, queue, dispose };
}

/** The same with schedules that fire into the queue so much later than they should. */
async function openScheduler(lagMs: number) {
  const { frozen, queue, dispose } = await openQueue();
  const emulator = new SchedulerEmulator(async (_arn, input) => {
    await frozen.sqs.send(new SendMessageCommand({ QueueUrl: frozen.url, MessageBody: input }));
  }, lagMs);
  const client = new SchedulerClient({ ...TEST_ACCOUNT, endpoint: await emulator.open() });
  const { arn: queueArn, deadLettersArn: deadLetterQueueArn } = frozen;
  const roleArn = 'arn:aws:iam::000000000000:role/scheduler';
  const home = { group: 'fdl', queueArn, deadLetterQueueArn, roleArn };
  const harness: DispatchQueueHarness = {
    queue,
    now: systemClock.now,
    consume: (handler) => frozen.consume(handler),
    advance: (milliseconds) => frozen.advance(milliseconds, emulator),
    dispose: async () => {
      client.destroy();
      await emulator.close();
      await dispose();
    },
  };
  return { client, home, queue, harness, emulator };
}

/** Counts a firing when it is due; one that comes early is kept, or armed again, as every execution does. */
function openTimers(harness: DispatchQueueHarness, timers: Timers): TimersHarness {
  const firings: Firing[] = [];
  harness.consume(async ({ body }) => {
    if (body.kind !== 'command' || body.command.type !== 'FireTimer') return { done: true };
    const { execution } = body;
    const { timer, dueAt } = body.command;
    const left = dueAt - harness.now();
    if (left <= 0) firings.push({ execution, timer, dueAt, at: harness.now() });
    else if (left <= LONGEST_KEPT_MS) return { done: false, retryInSeconds: Math.ceil(left / 1000) };
    else await timers.arm(execution, timer, dueAt);
    return { done: true };
  });
  return { ...harness, timers, fired: () => firings, mayRepeat: true };
}

/** A queue whose receiver leaves to the engine what a schedule has fired, over the schedules that were put. */
function withEngine(harness: DispatchQueueHarness, flows: MemoryFlowStore): DispatchQueueHarness {
  const clock = createVirtualClock(START);
  const refuse = () => Promise.reject(new Error('not for schedules'));
  const services = {
    executions: new MemoryExecutionStore(clock),
    blobs: new MemoryBlobStore(),
    heartbeats: new MemoryHeartbeats(),
    flows,
    queue: harness.queue,
    timers: { arm: refuse, cancelAll: refuse },
    targets: { call: refuse },
    objects: new MemoryObjects(clock.now),
    childStarts: ALL_CHILD_STARTS,
    clock: systemClock,
    ids: createSeededIds('schedules'),
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    physical: AWS_LIMITS,
    limits: DEFAULT_LIMITS,
  };
  return {
    ...harness,
    consume: (handler) =>
      harness.consume((message) =>
        message.body.kind === 'schedule-fired' ? handleMessage(message, services) : handler(message),
      ),
  };
}

/** Keeps what is put where the engine looks for it. */
function storing(schedules: Schedules, flows: MemoryFlowStore): Schedules {
  return {
    async put(schedule: ScheduleRecord) {
      await flows.deleteSchedule(schedule.flowId, schedule.name);
      await flows.createSchedule(schedule);
      await schedules.put(schedule);
    },
    async remove(schedule: ScheduleRecord) {
      await flows.deleteSchedule(schedule.flowId, schedule.name);
      await schedules.remove(schedule);
    },
  };
}

dispatchQueueSuite('SQS', async () => {
  const { frozen, queue, dispose } = await openQueue();
  return {
    queue: queue satisfies DispatchQueue,
    now: systemClock.now,
    consume: (handler) => frozen.consume(handler),
    advance: (milliseconds) => frozen.advance(milliseconds),
    dispose,
  };
});

for (const lagMs of [0, WORST_LAG_MS]) {
  timersSuite(`SQS and EventBridge Scheduler, ${lagMs} ms late`, async () => {
    const { client, home, queue, harness } = await openScheduler(lagMs);
    return openTimers(harness, new SchedulerTimers({ client, home, queue, clock: systemClock }));
  });
}

schedulesSuite('EventBridge Scheduler', async () => {
  const { client, home, harness } = await openScheduler(0);
  const flows = new MemoryFlowStore();
  await flows.createFlow(makeFlow('orders'));
  const schedules = new EventBridgeSchedules({ client, home, clock: systemClock });
  return openSchedules(withEngine(harness, flows), storing(schedules, flows));
});
