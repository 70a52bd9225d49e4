import { expect, test } from 'vitest';
import { runBatch } from './world/batch.ts';

/** Seeds in one test; `npm run simulate -- --runs N --seed S` runs any number of others. */
const SEEDS_PER_TEST = 100;

test.each(firstSeeds(80))(
  'Whatever goes wrong on the days of 100 seeds from %i, every promise holds',
  async (first) => {
    const { failures } = await runBatch({ first, runs: SEEDS_PER_TEST, home: 'aws' });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  },
);

test.each(firstSeeds(20))(
  'Every promise holds in one process that loses its memory on the days of 100 seeds from %i',
  async (first) => {
    const { failures } = await runBatch({ first, runs: SEEDS_PER_TEST, home: 'embedded' });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  },
);

function firstSeeds(tests: number): readonly number[] {
  return Array.from({ length: tests }, (_, index) => 1 + index * SEEDS_PER_TEST);
}
