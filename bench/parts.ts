import { runAws } from './aws/run-aws.ts';
import { runGrowth } from './growth/run-growth.ts';
import type { Results } from './results.ts';
import { runWorkloads } from './run-workloads.ts';

/** One part of the benchmark; it answers its own keys of the results. */
export interface Part {
  readonly run: (isWanted: (name: string) => boolean) => Promise<Partial<Results>>;
}

/** Everything that `npm run bench` measures, in this order. */
export const parts: readonly Part[] = [{ run: runWorkloads }, { run: runGrowth }, { run: runAws }];
