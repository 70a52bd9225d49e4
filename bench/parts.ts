import { AWS_NAMES, runAws } from './aws/run-aws.ts';
import { embeddedWorkloads } from './embedded/workloads.ts';
import { runGrowth } from './growth/run-growth.ts';
import { measureLongLogs } from './long/long-logs.ts';
import type { Results } from './results.ts';
import { runWorkloads } from './run-workloads.ts';

/** One part of the benchmark; it answers its own keys of the results. */
export interface Part {
  /** The measurements that {@link Part.run} asks for one by one. */
  readonly names: readonly string[];
  readonly run: (isWanted: (name: string) => boolean) => Promise<Partial<Results>>;
}

/** Everything that `npm run bench` measures, in this order. */
export const parts: readonly Part[] = [
  { names: embeddedWorkloads.map(({ name }) => name), run: runWorkloads },
  { names: ['growth'], run: runGrowth },
  {
    names: ['long'],
    run: async (isWanted) => (isWanted('long') ? { longLogs: await measureLongLogs() } : {}),
  },
  { names: AWS_NAMES, run: runAws },
];
