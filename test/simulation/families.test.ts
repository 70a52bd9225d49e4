import { expect, test } from 'vitest';
import type { ExecutionId } from '../../src/ports/execution-store.ts';
import {
  PlannedFates,
  RandomFates,
  SIMULATED_HOMES,
  type SimulatedHome,
} from '../../src/testing/simulation/fates.ts';
import { Random } from '../../src/testing/simulation/random.ts';
import type { Engine } from '../../src/testing/simulation/simulated-world.ts';
import type { Outcome, Scenario } from '../../src/testing/simulation/simulation.ts';
import { calmRun, type FailedRun, tryRun } from '../../src/testing/simulation/try-run.ts';
import { wholeVariable } from '../helpers/whole-number.ts';
import { type Mutant, withMutant } from './world/mutants.ts';

/** Days of a home: one for 16 of those of other flows. */
const SEEDS = Array.from(
  { length: Math.ceil(wholeVariable('FDL_SEEDS', 1, 300) / 16) },
  (_, index) => index + 1,
);

/** Deliberate mistakes, each with a seed whose day notices it. */
const MUTANTS: readonly Mutant[] = [
  {
    name: 'starts children below an execution that has ended',
    file: 'src/engine/perform/invoke-task.ts',
    original: 'if (stop !== undefined) return stop;',
    mistake: '',
    seed: 95,
  },
  {
    name: 'counts one execution too few',
    file: 'src/engine/perform/descent.ts',
    original: '(descent?.depth ?? 1) + 1',
    mistake: '(descent?.depth ?? 0) + 1',
    seed: 1,
  },
];

/** How large families of the embedded home may grow here. */
const FAMILY_SIZE = { awaited: 3, family: 5, perLevel: 1 };

const DEPTH = 4;

interface Drawn {
  readonly patterns: readonly ['sync' | 'requestResponse', 'sync' | 'requestResponse'];
  readonly isCaught: boolean;
  readonly waitSeconds: number;
  readonly stopAfter?: number;
}

/** A flow that starts itself twice, waits, and perhaps makes nothing of a start that is refused. */
function bomb({ patterns, isCaught, waitSeconds, stopAfter }: Drawn): Scenario {
  const branches = patterns.map((pattern, index) => {
    const name = `child${index}`;
    const caught = isCaught ? { catch: [{ errors: ['FnF.DepthLimitExceeded'], goto: `end${index}` }] } : {};
    const task = { type: 'task', name, resourceArn: 'acs:fnf:::flow/main', pattern, ...caught };
    return { steps: [task, { type: 'pass', name: `end${index}` }] };
  });
  const steps = [
    { type: 'wait', name: 'wait', duration: waitSeconds },
    { type: 'parallel', name: 'both', branches },
  ];
  return {
    name: 'bomb',
    flows: { main: JSON.stringify({ version: 'v1', type: 'flow', steps }) },
    input: '{}',
    workers: { invoke: async () => undefined, report: () => undefined },
    limits: { depth: DEPTH },
    familySize: FAMILY_SIZE,
    isOpenEnded: true,
    ...(stopAfter !== undefined && { stopAfter }),
  };
}

function drawn(seed: number): Scenario {
  const random = new Random(seed);
  const pattern = () => random.pick(['sync', 'sync', 'requestResponse'] as const);
  return bomb({
    patterns: [pattern(), pattern()],
    isCaught: random.chance(0.7),
    waitSeconds: 1 + random.below(20),
    ...(random.chance(0.6) && { stopAfter: random.pick([1, 500, 20_000, 60_000]) + random.below(100) }),
  });
}

/** Such flows are open-ended: their calm runs are of no account. */
function tryDay(seed: number, home: SimulatedHome = 'aws', engine?: Engine): Promise<FailedRun | undefined> {
  return tryRun(drawn(seed), {} as Outcome, new RandomFates(seed, new Set(), home), engine);
}

const CAUGHT = { isCaught: true, waitSeconds: 1 } as const;

test.each(SIMULATED_HOMES)(
  'A family neither gets too deep nor grows below what has ended, whatever goes wrong (%s)',
  async (home) => {
    for (const seed of SEEDS) {
      const failed = await tryDay(seed, home);
      if (failed !== undefined) expect.fail([`seed ${seed}`, failed.problem, ...failed.trace].join('\n'));
    }
  },
);

test.each(SIMULATED_HOMES)(
  'A flow that starts itself twice ends when it may go no deeper (%s)',
  async (home) => {
    const { world, status } = await calmRun(
      bomb({ ...CAUGHT, patterns: ['sync', 'sync'] }),
      new PlannedFates(new Map(), home),
    );
    expect(status).toBe('Succeeded');
    expect(world.logs.all()).toHaveLength(2 ** DEPTH - 1);
  },
);

test.each([
  ['sync', FAMILY_SIZE.awaited],
  ['requestResponse', FAMILY_SIZE.family],
] as const)('Only so many children are under way in the embedded home, by %s', async (pattern, size) => {
  const fates = new PlannedFates(new Map(), 'embedded');
  const { world } = await calmRun(bomb({ ...CAUGHT, patterns: [pattern, pattern] }), fates);
  expect(world.logs.all()).toHaveLength(2 ** DEPTH - 1);
  const underWay = (at: number, id: ExecutionId) => (world.listing.closedAt(id) ?? 0) > at;
  const counts = world.logs.all().map(({ header: { startedAt } }) => {
    const begun = world.logs.all().filter(({ header }) => header.startedAt <= startedAt);
    return begun.filter(({ header }) => header.descent && underWay(startedAt, header.id)).length;
  });
  expect(Math.max(...counts)).toBeGreaterThan(2);
  expect(Math.max(...counts)).toBeLessThanOrEqual(size + DEPTH);
});

test.each(MUTANTS)('An engine that $name is found out by seed $seed', async (mutant) => {
  const found = await withMutant(mutant, (engine) => tryDay(mutant.seed, mutant.home, engine));
  expect(String(found?.problem)).toContain('Error');
  expect(await tryDay(mutant.seed, mutant.home)).toBeUndefined();
});
