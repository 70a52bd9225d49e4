import { figureOf } from '../figure.ts';
import { type Home, newFolder, removeFolder, residentMegabytes, startHome } from '../home/home.ts';
import { median } from '../statistics.ts';
import { inParallel, type Workload } from '../workload.ts';
import { timeReports } from './callback.ts';

const FEW = 100;
const MANY = 100_000;
const RESTARTS = 5;
const CONNECTIONS = 64;
const REPORTS = 100;
const FLOWS = ['long-wait', 'queue-task'];

interface Reading {
  readonly megabytes: number;
  readonly wakeMs: number;
  readonly readyMs: number;
}

/** W7: what waiting executions occupy, and whether their number makes it dearer to wake one. */
export const waiting: Workload = {
  name: 'W7',
  title: '100,000 waiting executions, before and after restarts',
  measure: async () => {
    const folders = { few: newFolder(), many: newFolder() };
    try {
      const few = [await readingAfter(folders.few, (home) => startWaiting(home, FEW))];
      const many = [await readingAfter(folders.many, (home) => startWaiting(home, MANY))];
      // In turns, so that whatever else the disk does slows both down.
      while (many.length <= RESTARTS) {
        few.push(await readingAfter(folders.few));
        many.push(await readingAfter(folders.many));
      }
      const memory = many.map(({ megabytes }) => megabytes);
      const ratios = many.map(({ wakeMs }, run) => wakeMs / (few[run]?.wakeMs ?? Number.NaN));
      const restarts = many.slice(1).map(({ readyMs }) => readyMs);
      return [
        figureOf('W7', 'memory of the server with 100,000 waiting', 'MB', memory, { atMost: 300 }),
        figureOf('W7', 'waking one among 100,000 over one among 100', '×', ratios, { atMost: 1.1 }),
        figureOf('W7', 'ready again after a restart with 100,000 waiting', 'ms', restarts),
      ];
    } finally {
      removeFolder(folders.few);
      removeFolder(folders.many);
    }
  },
};

/** Starts a server on a folder, and reads it once it is ready and prepared. */
async function readingAfter(dataFolder: string, prepare?: (home: Home) => Promise<void>): Promise<Reading> {
  const begun = performance.now();
  await using home = await startHome({ flows: FLOWS, dataFolder });
  const readyMs = performance.now() - begun;
  await prepare?.(home);
  await timeReports(home, REPORTS);
  const wakeMs = median(await timeReports(home, REPORTS));
  return { megabytes: residentMegabytes(home.pid), wakeMs, readyMs };
}

/** Starts executions that wait for days, and returns when they do. */
export async function startWaiting(home: Home, count: number): Promise<void> {
  await inParallel(count, CONNECTIONS, () => home.client.call('StartExecution', { FlowName: 'long-wait' }));
}
