import { RandomFates, type SimulatedHome } from '../../../src/testing/simulation/fates.ts';
import { BrokenPromise } from '../../../src/testing/simulation/log.ts';
import type { Outcome, Scenario } from '../../../src/testing/simulation/simulation.ts';
import { type FailedRun, tryCalmRun, tryRun } from '../../../src/testing/simulation/try-run.ts';
import { aliasScenario } from './aliases.ts';
import { arbitraryScenario } from './arbitrary.ts';
import { distributedScenario, randomScenario, readingScenario } from './flows.ts';
import { arbitraryRepair, distributedRepair, forkScenario, readingRepair, repairScenario } from './repair.ts';
import { scheduledScenario } from './scheduled.ts';

/** A seed whose run breaks a promise, with no more faults than that takes. */
export interface FailedSeed extends FailedRun {
  readonly seed: number;
  readonly home: SimulatedHome;
  readonly scenario: Scenario;
  readonly faults: readonly string[];
}

/** Seeds in a row that share a flow, each with a day of its own. */
export const DAYS_PER_FLOW = 8;

/** From this seed on, executions end without success and are let go on. */
export const REPAIR_SEEDS = 1_000_000;

/** From this seed on, the days are those of the seeds before, a quarter of them of the repaired ones, with large values. */
export const LARGE_SEEDS = 2_000_000;

/** So many bytes count as too large for a record: some of the values of each flow. */
const LARGE_BYTES = [24, 60, 150];
/** From this seed on, executions break, and are forked as well. */
export const FORK_SEEDS = 4_000_000;

/** From this seed on, flows have a foreach that runs in child executions; every other one breaks and is let go on. */
export const DISTRIBUTED_SEEDS = 3_000_000;

/** From this seed on, clients also start executions by an alias of two versions, which is led elsewhere meanwhile. */
export const ALIAS_SEEDS = 6_000_000;

/** From this seed on, a schedule starts executions as well, with any overlap policy, and clients make up for what it has missed. */
export const SCHEDULE_SEEDS = 7_000_000;

/** From this seed on, a receiver hears of starts and ends, on the days of the seeds before: those of every kind. */
export const TOLD_SEEDS = 5_000_000;

/** From this seed on, the items of each foreach that runs in child executions are in objects. */
export const READING_SEEDS = 8_000_000;

/** Every fourth flow is any that there can be; the outcome of the others may not be changed by any fault. */
export function scenarioOf(seed: number): Scenario {
  const drawn = Math.floor(seed / DAYS_PER_FLOW);
  if (seed >= READING_SEEDS) return drawn % 3 === 1 ? readingRepair(drawn) : readingScenario(drawn);
  if (seed >= SCHEDULE_SEEDS) return scheduledScenario(drawn);
  if (seed >= ALIAS_SEEDS) return aliasScenario(drawn);
  if (seed >= TOLD_SEEDS) {
    const base = [0, REPAIR_SEEDS, DISTRIBUTED_SEEDS, FORK_SEEDS][drawn % 4] ?? 0;
    return { ...scenarioOf(base + seed - TOLD_SEEDS), tellsStatus: true };
  }
  if (seed >= FORK_SEEDS) return forkScenario(drawn);
  if (seed >= DISTRIBUTED_SEEDS)
    return drawn % 2 === 1 ? distributedRepair(drawn) : distributedScenario(drawn);
  if (seed >= LARGE_SEEDS) {
    const base = drawn % 4 === 1 ? REPAIR_SEEDS : 0;
    const inlineBytes = LARGE_BYTES[drawn % LARGE_BYTES.length] ?? 0;
    return { ...scenarioOf(base + seed - LARGE_SEEDS), inlineBytes };
  }
  if (seed >= REPAIR_SEEDS) return drawn % 8 === 7 ? arbitraryRepair(drawn) : repairScenario(drawn);
  return drawn % 4 === 3 ? arbitraryScenario(drawn) : randomScenario(drawn);
}

/** Draws the scenario of a seed. */
export type Draw = (seed: number) => Scenario;

interface Drawn {
  readonly draw: Draw;
  readonly number: number;
  readonly scenario: Scenario;
  readonly calm: Outcome | FailedRun;
}

let lastDrawn: Drawn | undefined;

/** The flow of a seed and its calm run, kept for the seeds that follow. */
async function drawnFor(seed: number, draw: Draw): Promise<Drawn> {
  const number = Math.floor(seed / DAYS_PER_FLOW);
  if (lastDrawn?.draw === draw && lastDrawn.number === number) return lastDrawn;
  const scenario = draw(seed);
  lastDrawn = { draw, number, scenario, calm: await tryCalmRun(scenario) };
  return lastDrawn;
}

/** What the report of a calm run says in place of its faults. */
const CALM = ['none, in the calm run of its flow'];

/** The result of a seed: the faults of its day, and how it failed if it did. */
export interface TriedSeed {
  readonly faults: readonly string[];
  readonly failed?: FailedSeed;
}

/** Runs what a seed draws. Where the calm run fails no day has anything to be compared with: each of its seeds fails as the calm run did. */
export async function trySeed(
  seed: number,
  home: SimulatedHome = 'aws',
  draw: Draw = scenarioOf,
): Promise<TriedSeed> {
  const { scenario, calm } = await drawnFor(seed, draw);
  if ('problem' in calm) return { faults: [], failed: { ...calm, seed, home, scenario, faults: CALM } };
  const fates = new RandomFates(seed, new Set(), home);
  const { faults } = fates;
  if ((await withoutStacks(() => tryRun(scenario, calm, fates))) === undefined) return { faults };
  const failed = await tryRun(scenario, calm, new RandomFates(seed, new Set(), home));
  if (failed === undefined) throw new Error(`seed ${seed} has not had the same day twice`);
  return { faults, failed: await minimize({ ...failed, seed, home, scenario, faults }, calm) };
}

/** A refused request is an error, which has its stack collected for the run that is told only. */
async function withoutStacks<T>(run: () => Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Leaves out each fault in turn, and for good where the run fails all the same. */
async function minimize(failed: FailedSeed, calm: Outcome): Promise<FailedSeed> {
  const { seed, home, scenario } = failed;
  const spared = new Set<number>();
  let smallest = failed;
  for (let index = failed.faults.length - 1; index >= 0; index--) {
    spared.add(index);
    const fates = new RandomFates(seed, spared, home);
    const run = await tryRun(scenario, calm, fates);
    if (run === undefined) spared.delete(index);
    else smallest = { ...run, seed, home, scenario, faults: fates.faults.filter((_, at) => !spared.has(at)) };
  }
  return smallest;
}

/** The report of a failed seed. */
export function describeFailure({ seed, home, problem, faults, trace, scenario }: FailedSeed): string {
  const message = problem instanceof BrokenPromise ? problem.message : String((problem as Error).stack);
  const lines = trace.length <= 80 ? trace : [`… ${trace.length - 80} earlier lines`, ...trace.slice(-80)];
  const replay = `node test/simulation/simulate.ts --runs 1 --seed ${seed} --home ${home}`;
  const flow = Object.values(scenario.flows)[0];
  return [`seed ${seed}: ${message}`, `faults: ${faults.join(', ')}`, ...lines, flow, replay].join('\n');
}
