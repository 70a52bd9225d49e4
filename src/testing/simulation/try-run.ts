import { compareToCalm } from './compare.ts';
import { type Fates, PlannedFates, RandomFates } from './fates.ts';
import { BrokenPromise } from './log.ts';
import type { Engine } from './simulated-world.ts';
import { ENGINE, type Outcome, openWorld, type Scenario, simulate } from './simulation.ts';
import type { World } from './world.ts';

/** A run in which a promise did not hold. */
export interface FailedRun {
  readonly problem: unknown;
  readonly trace: readonly string[];
}

/** Runs a scenario without any fault, on the engine as it is. @throws BrokenPromise */
export async function calmRun(given: Scenario, fates = new PlannedFates()): Promise<Outcome> {
  const run = await tryCalmRun(given, fates);
  if ('problem' in run) throw run.problem;
  return run;
}

/** The same; a failed run when a promise did not hold. */
export async function tryCalmRun(given: Scenario, fates = new PlannedFates()): Promise<Outcome | FailedRun> {
  const scenario = undisturbed(given);
  const world = openWorld(scenario, fates);
  try {
    const outcome = await simulate(scenario, world);
    expectSingleStarts(world);
    return outcome;
  } catch (problem) {
    return { problem, trace: world.trace };
  }
}

/** The scenario that another is compared with: where executions are let go on, one in which that is never needed. */
function undisturbed(scenario: Scenario): Scenario {
  const { redrives, forks: _forks, stopAfter: _, mended, ...rest } = scenario;
  return redrives === undefined || mended === undefined ? scenario : { ...rest, workers: mended };
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
    // A task fails whose outcome is lost, which changes whatever follows from it.
    if (world.lostReplies === 0) compareToCalm(scenario, calm, outcome);
    if (fates instanceof RandomFates && fates.faults.length === 0) expectSingleStarts(world);
    return undefined;
  } catch (problem) {
    return { problem, trace: world.trace };
  }
}

/** @throws BrokenPromise when an attempt was started twice although nothing went wrong. */
function expectSingleStarts({ starts }: World): void {
  for (const [id, count] of starts) {
    if (count > 1) throw new BrokenPromise(`${id} was started ${count} times on a calm day`);
  }
}
