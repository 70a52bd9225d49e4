import { Random } from '../../../src/testing/simulation/random.ts';
import type { Scenario } from '../../../src/testing/simulation/simulation.ts';
import { randomScenario } from './flows.ts';

/** A scenario as the seed will have it, in which clients also start executions by an alias that is led elsewhere again and again. */
export function aliasScenario(seed: number): Scenario {
  const random = new Random(seed ^ 0xa11a5);
  const { deleteAfter: _, ...scenario } = randomScenario(seed);
  const within = random.pick([60, 1_000, 200_000]);
  const starts = Array.from({ length: 3 + random.below(6) }, () => random.below(within));
  const moves = Array.from({ length: 1 + random.below(5) }, () => ({
    at: random.below(within),
    first: random.pick([0, 10, 50, 90, 100]),
  }));
  return {
    ...scenario,
    name: `alias ${seed}`,
    aliased: { second: scenario.flows['child'] ?? '', starts, moves },
  };
}
