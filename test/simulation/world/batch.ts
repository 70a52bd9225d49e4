import type { SimulatedHome } from '../../../src/testing/simulation/fates.ts';
import { DAYS_PER_FLOW, type Draw, describeFailure, trySeed } from './seeds.ts';

/** Seeds in a row. */
export interface Batch {
  readonly first: number;
  readonly runs: number;
  readonly home: SimulatedHome;
}

/** The results of a batch. */
export interface BatchResult {
  readonly runs: number;
  /** Flows that were drawn. */
  readonly flows: number;
  /** How often each kind of fault happened. */
  readonly faults: Readonly<Record<string, number>>;
  /** Descriptions of the seeds that broke a promise. */
  readonly failures: readonly string[];
}

/** Nothing yet. */
export const NO_RUNS: BatchResult = { runs: 0, flows: 0, faults: {}, failures: [] };

/** Runs every seed of a batch. */
export async function runBatch({ first, runs, home }: Batch, draw?: Draw): Promise<BatchResult> {
  const faults: Record<string, number> = {};
  const failures: string[] = [];
  for (let seed = first; seed < first + runs; seed++) {
    const tried = await trySeed(seed, home, draw);
    for (const fault of tried.faults) {
      const [kind = ''] = fault.split(' ');
      faults[kind] = (faults[kind] ?? 0) + 1;
    }
    if (tried.failed !== undefined) failures.push(describeFailure(tried.failed));
  }
  const flows = Math.floor((first + runs - 1) / DAYS_PER_FLOW) - Math.floor(first / DAYS_PER_FLOW) + 1;
  return { runs, flows, faults, failures };
}

/** Both together. */
export function added(a: BatchResult, b: BatchResult): BatchResult {
  const faults = { ...a.faults };
  for (const [kind, count] of Object.entries(b.faults)) faults[kind] = (faults[kind] ?? 0) + count;
  const failures = [...a.failures, ...b.failures];
  return { runs: a.runs + b.runs, flows: a.flows + b.flows, faults, failures };
}

/** A batch in parts that share no flow, so that each can be run by another worker. */
export function* batchesOf({ first, runs, home }: Batch, size: number): Generator<Batch, void> {
  const end = first + runs;
  for (let from = first; from < end; ) {
    const next = Math.min(end, (Math.floor(from / size) + 1) * size);
    yield { first: from, runs: next - from, home };
    from = next;
  }
}
