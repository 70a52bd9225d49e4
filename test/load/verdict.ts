import type { LoadReport } from './run-load.ts';
import type { MemorySample } from './sample-memory.ts';

/** Share of the samples at the beginning that are left out: code is being compiled and caches filled. */
const WARM_UP = 0.2;
/** Bytes that may be left of each execution that has ended: less than its name. */
const BYTES_PER_EXECUTION = 20;
/** Bytes that may come and go with the work under way. */
const NOISE_BYTES = 4 * 1024 * 1024;

/** Memory that a server has kept for executions that have ended. */
export interface MemoryVerdict {
  /** Medians of the heap in the first and last third after the warm-up. */
  readonly first: number;
  readonly last: number;
  /** Executions that ended from the middle of the first to that of the last third. */
  readonly ended: number;
  readonly isFlat: boolean;
}

/** Compares the first third with the last. */
export function judgeMemory(samples: readonly MemorySample[]): MemoryVerdict {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const [begin, end] = [warm.slice(0, third), warm.slice(-third)];
  const first = percentile(
    begin.map(({ heap }) => heap),
    0.5,
  );
  const last = percentile(
    end.map(({ heap }) => heap),
    0.5,
  );
  const middle = (part: readonly MemorySample[]) =>
    percentile(
      part.map(({ ended }) => ended),
      0.5,
    );
  const ended = middle(end) - middle(begin);
  return { first, last, ended, isFlat: last - first <= NOISE_BYTES + ended * BYTES_PER_EXECUTION };
}

/** The value that `share` of all values do not exceed; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The report for people: what ran, how long it took, what became of the memory. */
export function formatReport({ started, refused, wrong, starts, runs, samples }: LoadReport): string {
  const { first, last, ended, isFlat } = judgeMemory(samples);
  const times = (name: string, values: readonly number[]) =>
    `  ${name.padEnd(10)} ${[0.5, 0.95, 0.99, 1].map((share) => percentile(values, share).toFixed(0).padStart(7)).join('')}`;
  return [
    `${started} executions, ${wrong.length} lost or wrong, ${refused.length} calls not answered`,
    ...[...wrong, ...refused].slice(0, 10).map((line) => `  ${line}`),
    'milliseconds      p50    p95    p99    max',
    times('start', starts),
    ...Object.entries(runs).map(([name, values]) => times(name, values)),
    `heap ${mebibytes(first)} → ${mebibytes(last)} MiB while ${ended} executions ended: ${isFlat ? 'flat' : 'GROWS'}`,
  ].join('\n');
}

/** Bytes for people. */
export function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
