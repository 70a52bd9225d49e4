import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

import { EmbeddedDispatchQueue } from '../../src/adapters/embedded/dispatch-queue.ts';
import { FlowObjects } from '../../src/adapters/embedded/objects/flow-objects.ts';
import { openObjects } from '../../src/adapters/embedded/objects/open-objects.ts';
import { openEmbeddedStores } from '../../src/adapters/embedded/open-stores.ts';
import { EmbeddedSchedules } from '../../src/adapters/embedded/schedules.ts';
import { EmbeddedTimers } from '../../src/adapters/embedded/timers.ts';
import { randomIds, systemClock } from '../../src/adapters/system.ts';
import { runHome, servicesOf } from '../../src/engine/run-home.ts';
import { DEFAULT_LIMITS } from '../../src/limits.ts';
import { EmbeddedHome } from '../../src/local/embedded-home.ts';
import { blobStoreSuite } from './blob-store.suite.ts';
import { type DispatchQueueHarness, dispatchQueueSuite } from './dispatch-queue.suite.ts';
import { START } from './execution-fixtures.ts';
import { executionLogsSuite } from './execution-logs.suite.ts';
import { executionStoreSuite } from './execution-store.suite.ts';
import { flowCountsSuite } from './flow-counts.suite.ts';
import { flowStoreSuite } from './flow-store.suite.ts';
import { heartbeatsSuite } from './heartbeats.suite.ts';
import { homeSuite } from './home.suite.ts';
import { objectsSuite } from './objects.suite.ts';
import { openSchedules, openTimers } from './queue-listener.ts';
import { schedulesSuite } from './schedules.suite.ts';
import { timersSuite } from './timers.suite.ts';

const logger = { info: () => {}, warn: () => {}, error: () => {} };

const FINE_STEP = 500;
const FINE_SPAN = 2 * 3_600_000;

/** Lets commits and what follows them happen; they do not depend on the frozen time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Long spans pass in one go, their last two hours in small steps so that each firing is seen at its time. */
async function advance(milliseconds: number): Promise<void> {
  await settle();
  const coarse = Math.max(milliseconds - FINE_SPAN, 0);
  vi.advanceTimersByTime(coarse);
  await settle();
  for (let rest = milliseconds - coarse; rest > 0; rest -= FINE_STEP) {
    vi.advanceTimersByTime(Math.min(rest, FINE_STEP));
    await settle();
  }
}

/** Stores in memory, or in a folder of their own, with timeouts and date standing still. */
function openStores(location: 'memory' | 'folder') {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START });
  const folder = location === 'memory' ? undefined : mkdtempSync(join(tmpdir(), 'fdl-suite-'));
  const stores = openEmbeddedStores(folder === undefined ? 'memory' : { folder }, systemClock);
  const dispose = async () => {
    await stores.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
    vi.useRealTimers();
  };
  return { stores, dispose };
}

function openQueue() {
  const { stores, dispose } = openStores('memory');
  const { commits, messages, holds } = stores;
  const parts = { clock: systemClock, ids: randomIds, logger, commits, messages, holds };
  const queue = new EmbeddedDispatchQueue(parts);
  const harness: DispatchQueueHarness = {
    queue,
    now: systemClock.now,
    consume: (handler) => queue.consume(handler, 10),
    advance,
    dispose: async () => {
      await queue.close();
      await dispose();
    },
  };
  return { queue, harness };
}

for (const location of ['memory', 'folder'] as const) {
  executionStoreSuite(`embedded, ${location}`, async () => {
    const { stores, dispose } = openStores(location);
    return { store: stores.executions, now: systemClock.now, advance, dispose };
  });

  blobStoreSuite(`embedded, ${location}`, async () => {
    const { stores, dispose } = openStores(location);
    return { store: stores.blobs, dispose };
  });

  heartbeatsSuite(`embedded, ${location}`, async () => {
    const { stores, dispose } = openStores(location);
    return { heartbeats: stores.heartbeats, executions: stores.executions, dispose };
  });

  executionLogsSuite(`embedded, ${location}`, async () => {
    const { stores, dispose } = openStores(location);
    return { logs: stores.logs, executions: stores.executions, dispose };
  });

  objectsSuite(`embedded, ${location}`, async () => {
    const folder = location === 'memory' ? undefined : mkdtempSync(join(tmpdir(), 'fdl-objects-'));
    const kept = await openObjects(folder === undefined ? 'memory' : { folder }, {
      clock: systemClock,
      ids: randomIds,
    });
    await kept.objects.createBucket('bucket');
    return {
      objects: new FlowObjects(kept.objects, async () => {}),
      bucket: 'bucket',
      remove: ({ bucket, key }) => kept.objects.delete(bucket, [key]),
      dispose: async () => {
        await kept.close();
        if (folder !== undefined) rmSync(folder, { recursive: true });
      },
    };
  });

  flowCountsSuite(`embedded, ${location}`, async () => {
    const { stores, dispose } = openStores(location);
    return { counts: stores.flowCounts, executions: stores.executions, dispose };
  });

  flowStoreSuite(`embedded, ${location}`, async () => {
    const { stores, dispose } = openStores(location);
    return { store: stores.flows, dispose };
  });
}

dispatchQueueSuite('embedded', async () => openQueue().harness);

timersSuite('embedded', async () => {
  const { queue, harness } = openQueue();
  return openTimers(harness, new EmbeddedTimers(systemClock, queue));
});

schedulesSuite('embedded', async () => {
  const { queue, harness } = openQueue();
  return openSchedules(harness, new EmbeddedSchedules(systemClock, queue, logger));
});

homeSuite('embedded', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START });
  const folder = mkdtempSync(join(tmpdir(), 'fdl-home-'));
  let opened = await openHome(folder);

  async function close(): Promise<void> {
    await opened.home.close();
    await opened.stores.close();
  }

  return {
    get home() {
      return opened.home;
    },
    advance,
    async restart() {
      await close();
      opened = await openHome(folder);
    },
    async dispose() {
      await close();
      rmSync(folder, { recursive: true });
      vi.useRealTimers();
    },
  };
});

async function openHome(folder: string) {
  const stores = openEmbeddedStores({ folder }, systemClock);
  const home = new EmbeddedHome({
    stores,
    targets: {} as never,
    objects: {} as never,
    logger,
    concurrency: 10,
  });
  await runHome(home, servicesOf(home, DEFAULT_LIMITS));
  return { stores, home };
}
