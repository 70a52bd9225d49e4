import { expect, test } from 'vitest';
import { describeFailure, trySeed } from '../helpers/simulation-seeds.ts';

/** Seeds in one test; `node test/simulation/simulate.ts --runs N --seed S` runs any number of others. */
const SEEDS_PER_TEST = 50;

const TESTS = 6;

test.each(Array.from({ length: TESTS }, (_, index) => 1 + index * SEEDS_PER_TEST))(
  'Whatever goes wrong on the days of 50 seeds from %i, every promise holds',
  async (first) => {
    for (let seed = first; seed < first + SEEDS_PER_TEST; seed++) {
      const failed = await trySeed(seed);
      if (failed !== undefined) expect.fail(describeFailure(failed));
    }
  },
);
