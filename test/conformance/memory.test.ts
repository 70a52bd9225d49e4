import { nextFireTime } from '../../src/adapters/embedded/fire-times.ts';
import { runHome, servicesOf } from '../../src/engine/run-home.ts';
import { DEFAULT_LIMITS } from '../../src/limits.ts';
import type { DispatchMessage, Handled } from '../../src/ports/dispatch-queue.ts';
import { MemoryBlobStore } from '../../src/testing/memory/blob-store.ts';
import { MemoryDispatchQueue } from '../../src/testing/memory/dispatch-queue.ts';
import { MemoryExecutionLogs } from '../../src/testing/memory/execution-logs.ts';
import { MemoryExecutionStore } from '../../src/testing/memory/execution-store.ts';
import { MemoryFlowStore } from '../../src/testing/memory/flow-store.ts';
import { MemoryHeartbeats } from '../../src/testing/memory/heartbeats.ts';
import { MemoryObjects } from '../../src/testing/memory/objects.ts';
import { MemorySchedules } from '../../src/testing/memory/schedules.ts';
import { createSeededIds } from '../../src/testing/memory/seeded-ids.ts';
import { MemoryTimers } from '../../src/testing/memory/timers.ts';
import { createVirtualClock } from '../../src/testing/memory/virtual-clock.ts';
import { MemoryHome } from '../../src/testing/memory-home.ts';
import { blobStoreSuite } from './blob-store.suite.ts';
import { type DispatchQueueHarness, dispatchQueueSuite } from './dispatch-queue.suite.ts';
import { START } from './execution-fixtures.ts';
import { executionLogsSuite } from './execution-logs.suite.ts';
import { executionStoreSuite } from './execution-store.suite.ts';
import { flowStoreSuite } from './flow-store.suite.ts';
import { heartbeatsSuite } from './heartbeats.suite.ts';
import { homeSuite } from './home.suite.ts';
import { objectsSuite } from './objects.suite.ts';
import { openSchedules, openTimers } from './queue-listener.ts';
import { schedulesSuite } from './schedules.suite.ts';
import { timersSuite } from './timers.suite.ts';

const dispose = async () => {};

function openQueue() {
  const clock = createVirtualClock(START);
  const queue = new MemoryDispatchQueue(clock, createSeededIds('suite'));
  let handler: ((message: DispatchMessage) => Promise<Handled>) | undefined;

  async function drain(): Promise<void> {
    for (let taken = handler && queue.take(); handler && taken; taken = queue.take()) {
      const retry: Handled = { done: false, retryInSeconds: 1 };
      taken.answer(await handler(taken.message).catch(() => retry));
    }
  }

  /** Whatever the agenda holds may send or free a message, so each of its instants is stopped at. */
  async function advance(milliseconds: number): Promise<void> {
    const target = clock.now() + milliseconds;
    await drain();
    for (let due = clock.nextDue(); due !== undefined && due <= target; due = clock.nextDue()) {
      await clock.advanceTo(due);
      await drain();
    }
    await clock.advanceTo(target);
  }

  const harness: DispatchQueueHarness = {
    queue,
    now: clock.now,
    consume: (consumer) => {
      handler = consumer;
    },
    advance,
    dispose,
  };
  return { clock, queue, harness };
}

executionStoreSuite('memory', async () => {
  const clock = createVirtualClock(START);
  return { store: new MemoryExecutionStore(clock), now: clock.now, advance: clock.advanceBy, dispose };
});

blobStoreSuite('memory', async () => ({ store: new MemoryBlobStore(), dispose }));

objectsSuite('memory', async () => {
  const objects = new MemoryObjects(Date.now);
  objects.createBucket('bucket');
  return { objects, bucket: 'bucket', remove: async (name) => objects.remove(name), dispose };
});

heartbeatsSuite('memory', async () => {
  const executions = new MemoryExecutionStore(createVirtualClock(START));
  return { heartbeats: new MemoryHeartbeats(), executions, dispose };
});

executionLogsSuite('memory', async () => {
  const executions = new MemoryExecutionStore(createVirtualClock(START));
  return { logs: new MemoryExecutionLogs(executions), executions, dispose };
});

flowStoreSuite('memory', async () => ({ store: new MemoryFlowStore(), dispose }));

dispatchQueueSuite('memory', async () => openQueue().harness);

timersSuite('memory', async () => {
  const { clock, queue, harness } = openQueue();
  return openTimers(harness, new MemoryTimers(clock, queue));
});

schedulesSuite('memory', async () => {
  const { clock, queue, harness } = openQueue();
  return openSchedules(harness, new MemorySchedules(clock, queue, nextFireTime));
});

homeSuite('memory', async () => {
  const home = new MemoryHome({ start: START, seed: 'suite', targets: () => ({}) as never });
  const run = () => runHome(home, servicesOf(home, DEFAULT_LIMITS));
  await run();

  async function deliverAll(): Promise<void> {
    for (let handling = home.deliver(); handling !== undefined; handling = home.deliver()) await handling;
  }

  return {
    home,
    dispose,
    async advance(milliseconds) {
      const target = home.clock.now() + milliseconds;
      await deliverAll();
      for (let due = home.clock.nextDue(); due !== undefined && due <= target; due = home.clock.nextDue()) {
        await home.clock.advanceTo(due);
        await deliverAll();
      }
      await home.clock.advanceTo(target);
    },
    async restart() {
      await home.close();
      await run();
    },
  };
});
