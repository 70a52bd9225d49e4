import { timeReports } from '../embedded/callback.ts';
import { perItem } from '../embedded/fan-out.ts';
import { runLoop, stepsOf } from '../embedded/loop.ts';
import { startWaiting } from '../embedded/waiting.ts';
import { round } from '../figure.ts';
import { type Home, residentMegabytes, startHome } from '../home/home.ts';
import { median } from '../statistics.ts';
import { inParallel, repeat, timed } from '../workload.ts';

/** The price of one size: microseconds of one unit of work, and megabytes of the server after it. */
export interface GrowthPoint {
  readonly size: number;
  readonly micros: number;
  readonly megabytes: number;
}

/** How cost grows with one size. */
export interface GrowthSeries {
  /** The thing that grows, as in `history`. */
  readonly name: string;
  /** The unit of the sizes, and the unit of work. */
  readonly counts: string;
  readonly unit: string;
  readonly points: readonly GrowthPoint[];
}

const RUNS = 5;
/** Rounds and turns of the loop: 22 to 100,402 events, four of each step and those of the execution. */
const LOOPS = [
  [1, 1],
  [1, 10],
  [1, 124],
  [10, 124],
  [100, 124],
] as const;
const WIDTHS = [10, 100, 1_000, 10_000];
const WAITING = [10, 100, 1_000, 10_000, 100_000];
const CONCURRENCIES = [1, 4, 16, 64, 256];
const STEPS = 10;

/** Measures all four series, each on a server of its own. */
export async function measureGrowth(): Promise<readonly GrowthSeries[]> {
  return [await history(), await width(), await waiting(), await concurrency()];
}

async function history(): Promise<GrowthSeries> {
  await using home = await startHome({ flows: ['loop'] });
  const points: GrowthPoint[] = [];
  for (const [rounds, turns] of LOOPS) {
    const events = 4 * stepsOf(rounds, turns) + 2;
    const times = await repeat(RUNS, () => timed(() => runLoop(home.client, rounds, turns)));
    points.push(pointOf(home, events, (median(times) * 1000) / events));
  }
  return { name: 'history', counts: 'events of an execution', unit: 'event', points };
}

async function width(): Promise<GrowthSeries> {
  await using home = await startHome({ flows: ['each-item'] });
  const points: GrowthPoint[] = [];
  for (const items of WIDTHS) {
    const times = await repeat(RUNS, () => perItem(home.client, items, Math.max(1, 500 / items)));
    points.push(pointOf(home, items, median(times) * 1000));
  }
  return { name: 'fan-out', counts: 'items of a foreach', unit: 'item', points };
}

async function waiting(): Promise<GrowthSeries> {
  await using home = await startHome({ flows: ['long-wait', 'queue-task'] });
  const points: GrowthPoint[] = [];
  let waitingNow = 0;
  for (const count of WAITING) {
    await startWaiting(home, count - waitingNow);
    waitingNow = count;
    points.push(pointOf(home, count, median(await timeReports(home, 50)) * 1000));
  }
  return { name: 'waiting', counts: 'waiting executions', unit: 'wake-up', points };
}

async function concurrency(): Promise<GrowthSeries> {
  await using home = await startHome({ flows: ['ten-steps'] });
  const points: GrowthPoint[] = [];
  for (const width of CONCURRENCIES) {
    const executions = Math.max(30, 2 * width);
    const run = () => inParallel(executions, width, () => home.client.run('ten-steps'));
    const times = await repeat(RUNS, () => timed(run));
    points.push(pointOf(home, width, (median(times) * 1000) / (executions * STEPS)));
  }
  return { name: 'concurrency', counts: 'executions at a time', unit: 'step', points };
}

function pointOf(home: Home, size: number, micros: number): GrowthPoint {
  return { size, micros: round(micros), megabytes: round(residentMegabytes(home.pid)) };
}
