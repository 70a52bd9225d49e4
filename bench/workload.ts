import type { Figure } from './figure.ts';

/** One row of the benchmark: what is run, and the figures that come of it. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly measure: () => Promise<readonly Figure[]>;
}

/** The results of `run`, one after the other; the result of a first run before them is thrown away. */
export async function repeat<T>(times: number, run: () => Promise<T>): Promise<T[]> {
  await run();
  const answers: T[] = [];
  while (answers.length < times) answers.push(await run());
  return answers;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Does some work so many times, `width` at a time. */
export async function inParallel(times: number, width: number, work: () => Promise<unknown>): Promise<void> {
  let left = times;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}
