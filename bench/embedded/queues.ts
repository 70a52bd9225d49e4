import { openDatabase } from '../../src/adapters/embedded/open-database.ts';
import { openQueues } from '../../src/adapters/embedded/queues/open-queues.ts';
import { QUEUE_DATABASE } from '../../src/adapters/embedded/queues/schema.ts';
import { randomIds, systemClock } from '../../src/adapters/system.ts';
import { type Figure, figureOf } from '../figure.ts';
import { newFolder, removeFolder, startHome } from '../home/home.ts';
import { WorkQueue } from '../home/queue.ts';
import { inParallel, repeat, timed, type Workload } from '../workload.ts';

const MESSAGES = 10_000;
const WORKERS = 64;
const BATCH = 10;
const BODY = JSON.stringify({ token: 'x'.repeat(200) });
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** W9: how many messages a second are sent, received and deleted, each step on disk before its answer. */
export const queues: Workload = {
  name: 'W9',
  title: 'send, receive, delete: the store alone, and over HTTP',
  measure: async () => [await measureStore(), ...(await measureHttp())],
};

/** The store in this process, without a protocol. */
async function measureStore(): Promise<Figure> {
  const folder = newFolder();
  const opened = openDatabase({ folder }, QUEUE_DATABASE);
  const store = openQueues(opened, { clock: systemClock, ids: randomIds, logger: SILENT });
  try {
    await store.queues.createQueue('work');
    const work = async () => {
      await store.queues.send('work', [{ body: BODY }]);
      const messages = await store.queues.receive('work', { max: 1 });
      const handles = messages.map(({ receiptHandle }) => receiptHandle);
      await store.queues.delete('work', handles);
    };
    const runs = await repeat(5, () => messagesPerSecond(1, work));
    return figureOf('W9', 'messages through the store', 'messages/s', runs, { atLeast: 10_000 });
  } finally {
    await store.close();
    removeFolder(folder);
  }
}

/** The server in a process of its own, as workers use it: one by one, and in batches of ten. */
async function measureHttp(): Promise<readonly Figure[]> {
  await using home = await startHome({ flows: [] });
  using queue = await WorkQueue.open(home.queues, WORKERS);
  const work = async (size: number) => {
    await queue.send(BODY, size);
    await queue.delete(await queue.receive(size));
  };
  const single = await repeat(5, () => messagesPerSecond(1, () => work(1)));
  const batches = await repeat(5, () => messagesPerSecond(BATCH, () => work(BATCH)));
  return [
    figureOf('W9', 'messages over HTTP, one by one', 'messages/s', single),
    figureOf('W9', 'messages over HTTP, ten at a time', 'messages/s', batches, { atLeast: 10_000 }),
  ];
}

async function messagesPerSecond(size: number, work: () => Promise<void>): Promise<number> {
  const elapsed = await timed(() => inParallel(MESSAGES / size, WORKERS, work));
  return MESSAGES / (elapsed / 1_000);
}
