import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AwsResults } from './aws/run-aws.ts';
import type { Figure } from './figure.ts';
import type { GrowthSeries } from './growth/growth.ts';
import type { LongLog } from './long/long-logs.ts';
import type { Machine } from './machine.ts';
import type { Comparison } from './rivals/table.ts';

/** The figures of the last runs; every part of the benchmark writes its own key. */
export interface Results {
  readonly machine: Machine;
  /** Day of the last run, as in `2026-11-22`. */
  readonly date: string;
  readonly embedded: readonly Figure[];
  readonly growth?: readonly GrowthSeries[];
  readonly longLogs?: readonly LongLog[];
  readonly aws?: AwsResults;
  readonly rivals?: Comparison;
}

const FILE = fileURLToPath(new URL('./results.json', import.meta.url));

/** The written form. */
export function readResults(): Partial<Results> {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
}

/** Writes parts of the results down, and leaves the others as they are. */
export function mergeResults(found: Partial<Results>): void {
  writeFileSync(FILE, `${JSON.stringify({ ...readResults(), ...found }, null, 2)}\n`);
}

/** The figures of some workloads in place of what was known of them. */
export function mergeFigures(known: readonly Figure[], found: readonly Figure[]): readonly Figure[] {
  const measured = new Set(found.map(({ workload }) => workload));
  const kept = known.filter(({ workload }) => !measured.has(workload));
  return [...kept, ...found].toSorted((one, other) =>
    one.workload < other.workload ? -1 : Number(one.workload > other.workload),
  );
}
