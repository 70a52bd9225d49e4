import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { added, type Batch, type BatchResult, batchesOf, NO_RUNS } from '../helpers/simulation-batch.ts';
import type { SimulatedHome } from '../helpers/simulation-fates.ts';

/** Failures that are shown before the rest is only counted. */
const MAX_SHOWN = 5;

/** Seeds that a worker gets at a time; a multiple of those that share a flow. */
const BATCH = 400;

/** Runs after which a line says how far it is. */
const PROGRESS = 10_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    home: { type: 'string', default: 'aws' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});

const first = Number(values.seed);
const runs = Number(values.runs);
const startedAt = performance.now();
const batches = batchesOf({ first, runs, home: homeOf(values.home) }, BATCH);
let total = NO_RUNS;

await Promise.all(Array.from({ length: Number(values.workers) }, work));
report();
process.exitCode = total.failures.length === 0 ? 0 : 1;

function homeOf(name: string): SimulatedHome {
  if (name === 'aws' || name === 'embedded') return name;
  throw new Error(`There is no home ${name}; aws, embedded`);
}

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
    `${total.runs} runs of ${total.flows} flows from seed ${first} (${values.home}) in ${seconds.toFixed(1)} s (${each} ms each), ` +
      `${total.failures.length} broke a promise; faults: ${faults.join(', ')}`,
  );
}
