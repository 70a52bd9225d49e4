import { ENGINE, type Outcome, openWorld, type Scenario, simulate } from './simulation.ts';
import { arbitraryScenario } from './simulation-arbitrary.ts';
import { compareToCalm } from './simulation-compare.ts';
import { type Fates, PlannedFates, RandomFates } from './simulation-fates.ts';
import { randomScenario } from './simulation-flows.ts';
import { BrokenPromise } from './simulation-log.ts';
import type { Engine, World } from './simulation-world.ts';

/** A run in which a promise did not hold. */
export interface FailedRun {
  readonly problem: unknown;
  readonly trace: readonly string[];
}

/** A seed whose run breaks a promise, with no more faults than that takes. */
export interface FailedSeed extends FailedRun {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly faults: readonly string[];
}

/** Every fourth seed draws any flow there can be, the others flows whose outcome no fault may change. */
export function scenarioOf(seed: number): Scenario {
  return seed % 4 === 3 ? arbitraryScenario(seed) : randomScenario(seed);
}

/** Runs a scenario without any fault, on the engine as it is. @throws BrokenPromise */
export async function calmRun(scenario: Scenario, fates = new PlannedFates()): Promise<Outcome> {
  const outcome = await simulate(scenario, openWorld(scenario, fates));
  expectSingleStarts(outcome.world);
  return outcome;
}

/** Runs a scenario; undefined when every promise held and it ended as the calm run did. */
export async function tryRun(
  scenario: Scenario,
  calm: Outcome,
  fates: Fates,
  engine: Engine = ENGINE,
): Promise<FailedRun | undefined> {
  const world = openWorld(scenario, fates, engine);
  try {
    const outcome = await simulate(scenario, world);
    compareToCalm(scenario, calm, outcome);
    if (fates instanceof RandomFates && fates.faults.length === 0) expectSingleStarts(world);
    return undefined;
  } catch (problem) {
    return { problem, trace: world.trace };
  }
}

/** Runs what a seed draws; undefined when all is well. */
export async function trySeed(seed: number, engine: Engine = ENGINE): Promise<FailedSeed | undefined> {
  const scenario = scenarioOf(seed);
  const calm = await calmRun(scenario);
  const fates = new RandomFates(seed);
  const failed = await tryRun(scenario, calm, fates, engine);
  if (failed === undefined) return undefined;
  return minimize({ ...failed, seed, scenario, faults: fates.faults }, calm, engine);
}

/** Leaves out each fault in turn, and for good where the run fails all the same. */
async function minimize(failed: FailedSeed, calm: Outcome, engine: Engine): Promise<FailedSeed> {
  const { seed, scenario } = failed;
  const spared = new Set<number>();
  let smallest = failed;
  for (let index = failed.faults.length - 1; index >= 0; index--) {
    spared.add(index);
    const fates = new RandomFates(seed, spared);
    const run = await tryRun(scenario, calm, fates, engine);
    if (run === undefined) spared.delete(index);
    else smallest = { ...run, seed, scenario, faults: fates.faults.filter((_, at) => !spared.has(at)) };
  }
  return smallest;
}

/** What a failed seed is reported as. */
export function describeFailure({ seed, problem, faults, trace, scenario }: FailedSeed): string {
  const message = problem instanceof BrokenPromise ? problem.message : String((problem as Error).stack);
  const lines = trace.length <= 80 ? trace : [`… ${trace.length - 80} earlier lines`, ...trace.slice(-80)];
  const replay = `node test/simulation/simulate.ts --runs 1 --seed ${seed}`;
  const flow = Object.values(scenario.flows)[0];
  return [`seed ${seed}: ${message}`, `faults: ${faults.join(', ')}`, ...lines, flow, replay].join('\n');
}

/** @throws BrokenPromise when an attempt was started twice although nothing went wrong. */
function expectSingleStarts({ starts }: World): void {
  for (const [id, count] of starts) {
    if (count > 1) throw new BrokenPromise(`${id} was started ${count} times on a calm day`);
  }
}
