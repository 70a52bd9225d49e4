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
}

/** W7: what waiting executions occupy, and whether their number makes it dearer to wake one. */
export const waiting: Workload = {
  name: 'W7',
  title: '100,000 waiting executions, before and after restarts',
  measure: async () => {
    const few = await readingsWith(FEW);
    const many = await readingsWith(MANY);
    const usual = median(few.readings.map(({ wakeMs }) => wakeMs));
    const memory = many.readings.map(({ megabytes }) => megabytes);
    const ratios = many.readings.map(({ wakeMs }) => wakeMs / usual);
    return [
      figureOf('W7', 'memory of the server with 100,000 waiting', 'MB', memory, { atMost: 300 }),
      figureOf('W7', 'waking one among 100,000 over one among 100', '×', ratios, { atMost: 1.1 }),
      figureOf('W7', 'ready again after a restart with 100,000 waiting', 'ms', many.restarts),
    ];
  },
};

/** Starts executions that wait, and reads the server then and after each restart with them. */
async function readingsWith(count: number) {
  const dataFolder = newFolder();
  try {
    const readings = [await readingAfter(dataFolder, (home) => startWaiting(home, count))];
    const restarts: number[] = [];
    while (restarts.length < RESTARTS) {
      const begun = performance.now();
      const reading = await readingAfter(dataFolder, async () => {
        restarts.push(performance.now() - begun);
      });
      readings.push(reading);
    }
    return { readings, restarts };
  } finally {
    removeFolder(dataFolder);
  }
}

async function readingAfter(dataFolder: string, prepare: (home: Home) => Promise<void>): Promise<Reading> {
  await using home = await startHome({ flows: FLOWS, dataFolder });
  await prepare(home);
  const wakeMs = median(await timeReports(home, REPORTS));
  return { megabytes: residentMegabytes(home.pid), wakeMs };
}

/** Starts executions that wait for days, and returns when they do. */
export async function startWaiting(home: Home, count: number): Promise<void> {
  await inParallel(count, CONNECTIONS, () => home.client.call('StartExecution', { FlowName: 'long-wait' }));
}
