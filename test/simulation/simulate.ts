import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Command, Option } from 'commander';
import { SIMULATED_HOMES, type SimulatedHome } from '../../src/testing/simulation/fates.ts';
import { wholeNumber } from '../helpers/whole-number.ts';
import type { Batch, BatchResult } from './world/batch.ts';

/** Failures that are shown before the rest is only counted. */
const MAX_SHOWN = 5;

/** Seeds that a worker gets at a time; a multiple of those that share a flow. */
const BATCH = 400;

/** Runs after which a line says how far it is. */
const PROGRESS = 10_000;

interface Flags {
  readonly runs: number;
  readonly seed: number;
  readonly home: SimulatedHome;
  readonly workers: number;
}

const {
  runs,
  seed: first,
  home,
  workers,
} = new Command('npm run simulate --')
  .description('Runs the engine on random days on which everything fails that can')
  .option('--runs <number>', 'days', wholeNumber(1), 1_000)
  .option('--seed <number>', 'the seed of the first day', wholeNumber(0), 1)
  .addOption(new Option('--home <home>', 'where the days are spent').choices(SIMULATED_HOMES).default('aws'))
  .option('--workers <number>', 'threads', wholeNumber(1), availableParallelism())
  .parse()
  .opts<Flags>();

// Loaded after the options are read: half a second that a wrong option need not wait for.
const { added, batchesOf, NO_RUNS } = await import('./world/batch.ts');
const startedAt = performance.now();
const batches = batchesOf({ first, runs, home }, BATCH);
let total = NO_RUNS;

await Promise.all(Array.from({ length: workers }, work));
report();
process.exitCode = total.failures.length === 0 ? 0 : 1;

/** Lets one worker run batches until there are none left. */
async function work(): Promise<void> {
  const worker = new Worker(new URL('./simulate-worker.ts', import.meta.url));
  for (const batch of batches) note(await resultOf(worker, batch));
  await worker.terminate();
}

async function resultOf(worker: Worker, batch: Batch): Promise<BatchResult> {
  const answered = once(worker, 'message');
  worker.postMessage(batch);
  const [result]: BatchResult[] = await answered;
  if (result === undefined) throw new Error('a worker answered nothing');
  return result;
}

function note(result: BatchResult): void {
  const shown = total.failures.length;
  const before = Math.floor(total.runs / PROGRESS);
  total = added(total, result);
  for (const failure of total.failures.slice(shown, MAX_SHOWN)) console.error(`${failure}\n`);
  if (Math.floor(total.runs / PROGRESS) > before && total.runs < runs) report();
}

function report(): void {
  const seconds = (performance.now() - startedAt) / 1000;
  const each = ((seconds * 1000) / total.runs).toFixed(1);
  const faults = Object.entries(total.faults)
    .sort()
    .map(([kind, count]) => `${kind} ${count}`);
  console.log(
    `${total.runs} runs of ${total.flows} flows from seed ${first} (${home}) in ${seconds.toFixed(1)} s (${each} ms each), ` +
      `${total.failures.length} broke a promise; faults: ${faults.join(', ')}`,
  );
}
