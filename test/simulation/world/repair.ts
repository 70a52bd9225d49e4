import { MAX_REDRIVES } from '../../../src/limits.ts';
import type { TaskResult } from '../../../src/ports/dispatch-queue.ts';
import type { Workers } from '../../../src/testing/simulation/outside.ts';
import { Random } from '../../../src/testing/simulation/random.ts';
import type { Scenario } from '../../../src/testing/simulation/simulation.ts';
import { arbitraryScenario } from './arbitrary.ts';
import { breakingDistributedFlows, breakingFlows, breakingReadingScenario, WORKERS } from './flows.ts';

/** The workers of flows that break, on a day on which nothing does. */
export const MENDED: Workers = {
  ...WORKERS,
  async invoke(call) {
    const isBreaking = 'functionName' in call.target && call.target.functionName.startsWith('breaks');
    return isBreaking ? { kind: 'succeeded', output: '{"ok":true}' } : WORKERS.invoke(call);
  },
};

/**
 * A scenario as the seed will have it, whose execution breaks or is stopped, and is let go on until it has succeeded. It
 * must end as on a day on which nothing breaks, with each step finished once.
 */
export function repairScenario(seed: number): Scenario {
  const random = new Random(seed ^ 0xfe11);
  return {
    name: `repair ${seed}`,
    flows: breakingFlows(seed),
    input: JSON.stringify({ items: [1, 2, 3].slice(random.below(3)), rounds: 0 }),
    workers: WORKERS,
    mended: MENDED,
    ...(random.chance(0.4) && { stopAfter: random.pick([1, 40, 3_000, 400_000]) }),
    redrives: {
      every: random.pick([400_000, 1_000_000]),
      most: MAX_REDRIVES,
      asks: 500,
      ...(random.chance(0.25) && { fromEventId: 1 + random.below(40) }),
    },
    readAt: [random.below(200), random.below(2_000_000)],
    ...(random.chance(0.05) && { deleteAfter: random.pick([60, 400_001, 1_500_000]) }),
  };
}

/** The same with a foreach that runs in child executions, none of which may fail. */
export function distributedRepair(seed: number): Scenario {
  return {
    ...repairScenario(seed),
    flows: breakingDistributedFlows(seed),
    workers: { ...WORKERS, report },
    mended: { ...MENDED, report },
  };
}

/** The same with a foreach whose items are in objects. */
export function readingRepair(seed: number): Scenario {
  return { ...distributedRepair(seed), ...breakingReadingScenario(seed) };
}

/** The same result at every attempt: one that a stop has cut off is made again. */
function report(): TaskResult {
  return { kind: 'succeeded', output: '{"reported":true}' };
}

/** Any flow that there can be, let go on a few times: only the promises are checked, not how it ends. */
export function arbitraryRepair(seed: number): Scenario {
  const random = new Random(seed ^ 0xfe12);
  return {
    ...arbitraryScenario(seed),
    ...(random.chance(0.3) && { stopAfter: random.pick([1, 40, 3_000]) }),
    redrives: {
      every: random.pick([50, 5_000, 100_000]),
      most: 4,
      asks: 40,
      fromEventId: 1 + random.below(60),
    },
  };
}

/** A scenario of one of these kinds, whose execution is forked a few times while it breaks, goes on, or after it has succeeded. */
export function forkScenario(seed: number): Scenario {
  const random = new Random(seed ^ 0xfe13);
  const scenario = random.chance(0.2) ? arbitraryRepair(seed) : repairScenario(seed);
  const forks = Array.from({ length: 1 + random.below(3) }, () => ({
    at: random.pick([1, 30, 500, 400_010, 900_000, 3_000_000]) + random.below(60),
    ...(random.chance(0.4) && { fromEventId: 1 + random.below(40) }),
  }));
  return { ...scenario, name: `fork ${seed}`, forks };
}
