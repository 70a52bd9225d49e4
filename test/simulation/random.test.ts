import { expect, test } from 'vitest';
import { runBatch } from '../helpers/simulation-batch.ts';

/** Seeds in one test; `npm run simulate -- --runs N --seed S` runs any number of others. */
const SEEDS_PER_TEST = 100;

const TESTS = 60;

test.each(Array.from({ length: TESTS }, (_, index) => 1 + index * SEEDS_PER_TEST))(
  'Whatever goes wrong on the days of 100 seeds from %i, every promise holds',
  async (first) => {
    const { failures } = await runBatch({ first, runs: SEEDS_PER_TEST });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  },
);
