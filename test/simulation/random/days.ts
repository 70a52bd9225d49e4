import { expect, test } from 'vitest';
import type { SimulatedHome } from '../../../src/testing/simulation/fates.ts';
import { wholeVariable } from '../../helpers/whole-number.ts';
import { runBatch } from '../world/batch.ts';
import {
  ALIAS_SEEDS,
  DISTRIBUTED_SEEDS,
  FORK_SEEDS,
  LARGE_SEEDS,
  READING_SEEDS,
  REPAIR_SEEDS,
  SCHEDULE_SEEDS,
  TOLD_SEEDS,
} from '../world/seeds.ts';

/** Seeds in one test. */
const SEEDS_PER_TEST = 100;

/** Seeds of a home; `npm run test:long` takes 2,100, `npm run simulate -- --runs N --seed S` any number of others. */
const SEEDS = wholeVariable('FDL_SEEDS', 1, 300);

/** Tests that every promise holds on the days of the first seeds. Each home has a file of its own, to run beside the other. */
export function testRandomDays(home: SimulatedHome): void {
  test.each(firstSeeds(Math.ceil(SEEDS / SEEDS_PER_TEST)))(
    `Whatever goes wrong on the days of ${SEEDS_PER_TEST} seeds from %i, every promise holds`,
    async (first) => {
      const { failures } = await runBatch({ first, runs: SEEDS_PER_TEST, home });
      if (failures.length > 0) expect.fail(failures.join('\n\n'));
    },
  );
}

/** The same for executions that break, and are let go on until they succeed. */
export function testRepairDays(home: SimulatedHome): void {
  test(`Executions that break and are let go on end as if nothing had broken, on the days of ${SEEDS / 5} seeds`, async () => {
    const { failures } = await runBatch({ first: REPAIR_SEEDS, runs: SEEDS / 5, home });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  });
}

/** The same for executions whose values are kept apart from their records. */
export function testLargeDays(home: SimulatedHome): void {
  test(`Large values are there whenever they are needed, on the days of ${SEEDS / 5} seeds`, async () => {
    const { failures } = await runBatch({ first: LARGE_SEEDS, runs: SEEDS / 5, home });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  });
}

/** The same for flows with a foreach that runs in child executions. */
export function testDistributedDays(home: SimulatedHome): void {
  test(`Map runs keep every promise on the days of ${SEEDS / 5} seeds`, async () => {
    const { failures } = await runBatch({ first: DISTRIBUTED_SEEDS, runs: SEEDS / 5, home });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  });
}

/** The same for flows whose items are in objects, which are sometimes replaced meanwhile, and whose results go into others. */
export function testReadingDays(home: SimulatedHome): void {
  test(`Map runs over objects keep every promise on the days of ${SEEDS / 5} seeds`, async () => {
    const { failures } = await runBatch({ first: READING_SEEDS, runs: SEEDS / 5, home });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  });
}

/** The same for executions that are forked meanwhile, at any point. */
export function testForkDays(home: SimulatedHome): void {
  test(`Forks end as the execution that they come of would have, on the days of ${SEEDS / 5} seeds`, async () => {
    const { failures } = await runBatch({ first: FORK_SEEDS, runs: SEEDS / 5, home });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  });
}

/** The same for executions that are started by an alias, while it is led from one version to another. */
export function testAliasDays(home: SimulatedHome): void {
  test(`Starts by an alias take a version that it leads to, on the days of ${SEEDS / 5} seeds`, async () => {
    const { failures } = await runBatch({ first: ALIAS_SEEDS, runs: SEEDS / 5, home });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  });
}

/** The same with a receiver that must hear of each start and each end before the execution is over. */
export function testToldDays(home: SimulatedHome): void {
  test(`Each start and each end is told, on the days of ${SEEDS / 5} seeds`, async () => {
    const { failures } = await runBatch({ first: TOLD_SEEDS, runs: SEEDS / 5, home });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  }, 600_000);
}

/** The same with a schedule that starts executions, too, by any overlap policy. */
export function testScheduleDays(home: SimulatedHome): void {
  test(`Each firing of a schedule starts its execution or is noted as skipped, on the days of ${SEEDS / 5} seeds`, async () => {
    const { failures } = await runBatch({ first: SCHEDULE_SEEDS, runs: SEEDS / 5, home });
    if (failures.length > 0) expect.fail(failures.join('\n\n'));
  });
}

function firstSeeds(tests: number): readonly number[] {
  return Array.from({ length: tests }, (_, index) => 1 + index * SEEDS_PER_TEST);
}
