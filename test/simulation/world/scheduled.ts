import { Random } from '../../../src/testing/simulation/random.ts';
import type { Scenario } from '../../../src/testing/simulation/simulation.ts';
import { randomScenario } from './flows.ts';

/** A scenario as the seed will have it, beside which a schedule starts executions of a flow that waits and calls a function. */
export function scheduledScenario(seed: number): Scenario {
  const random = new Random(seed ^ 0x5c4ed);
  const { deleteAfter: _, flows, ...scenario } = randomScenario(seed);
  const minutes = 1 + random.below(3);
  const overlap = random.pick([undefined, 'Skip', 'BufferOne', 'CancelOther'] as const);
  const steps = [
    {
      type: 'wait',
      name: 'rest',
      duration: random.pick([1, 20, 60 * minutes - 5, 60 * minutes + 20, 150 * minutes]),
    },
    { type: 'task', name: 'call', resourceArn: 'acs:fc:::services/w/functions/ok' },
  ];
  const draws = new Random(seed ^ 0x0ff);
  const from = draws.below(5 * minutes * 60_000);
  const isOff = draws.chance(0.4);
  const due = JSON.stringify({ version: 'v1', type: 'flow', steps });
  return {
    ...scenario,
    name: `scheduled ${seed}`,
    flows: { ...flows, due },
    scheduled: {
      flowName: 'due',
      cronExpression: random.chance(0.5) ? `@every ${minutes}m` : `${random.below(60)} */${minutes} * * * *`,
      ...(overlap !== undefined && { overlap }),
      jitterSeconds: random.pick([0, 0, 10]),
      lasts: (1 + random.below(8)) * minutes * 60_000,
      again: { every: 1 + random.below(4), after: random.pick([0, 10, 1_000, 100_000, 600_000]) },
      ...(isOff && { off: { from, until: from + draws.below(6 * minutes * 60_000) } }),
      ...(random.chance(0.3) && { backfillAfter: random.pick([90_000, 400_000, 2_000_000]) }),
    },
  };
}
