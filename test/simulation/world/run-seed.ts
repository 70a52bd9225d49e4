import type { CaseReport } from '../../../examples/runner/example.ts';
import { type CaseOutcome, runCase } from '../../../examples/runner/run-case.ts';
import type { EventView } from '../../../src/api/contract.ts';
import type { JsonObject } from '../../../src/common/json.ts';
import type { FunctionCall } from '../../../src/ports/task-targets.ts';
import { openVirtualHome, type Receive, type VirtualHome } from '../../../src/testing/virtual-home.ts';

/** Name under which a seed's flow is created. */
export const SEED_FLOW = 'seed';

/** How a seed's flow ended. */
export interface SeedRun extends CaseOutcome {
  /** Virtual seconds from the start to the end. */
  readonly seconds: number;
}

/** The world outside of a seed's flow. */
export interface Surroundings {
  /** By `service[.qualifier]/function`; the second argument is the time in seconds. */
  readonly functions?: Readonly<Record<string, (event: never, now: number) => unknown>>;
  readonly receive?: Receive;
  readonly report?: CaseReport;
}

type TimedFunction = (event: unknown, now: number) => unknown;

/** Runs a definition in a virtual home of its own. */
export async function runSeed(definition: string, input: JsonObject, around: Surroundings): Promise<SeedRun> {
  const home = await openSeedHome(definition, around);
  const startedAt = home.clock.now();
  const { report } = around;
  const outcome = await runCase(home, {
    name: 'run',
    flowName: SEED_FLOW,
    status: 'Succeeded',
    input,
    ...(report && { report }),
  });
  return { ...outcome, seconds: (home.clock.now() - startedAt) / 1000 };
}

/** Opens a virtual home that has a definition under the name `SEED_FLOW`. */
export async function openSeedHome(definition: string, around: Surroundings): Promise<VirtualHome> {
  const home = openVirtualHome(async (target) => {
    const called = around.functions?.[qualifiedName(target)] as TimedFunction | undefined;
    return called && ((event) => called(event, home.clock.now() / 1000));
  }, around.receive);
  await home.call('CreateFlow', { Name: SEED_FLOW, Definition: definition, Description: '', Type: 'FDL' });
  return home;
}

function qualifiedName(target: FunctionCall['target']): string {
  const service = target.kind === 'function' ? target.service : '';
  const folder = target.qualifier === undefined ? service : `${service}.${target.qualifier}`;
  return `${folder}/${target.functionName}`;
}

/** The events of one type of one step. */
export function eventsOf({ events }: CaseOutcome, stepName: string, type: string): readonly EventView[] {
  return events.filter(({ StepName, Type }) => StepName === stepName && Type === type);
}

/** The parsed detail of the last such event; null when there is none. */
export function lastDetail(outcome: CaseOutcome, stepName: string, type: string): unknown {
  return JSON.parse(eventsOf(outcome, stepName, type).at(-1)?.EventDetail ?? 'null');
}

/** Seconds between the attempts of a step. */
export function retryDelays(outcome: CaseOutcome, stepName: string): number[] {
  const times = eventsOf(outcome, stepName, 'TaskScheduled').map(({ Time }) => Date.parse(Time) / 1000);
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}
