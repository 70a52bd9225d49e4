import { parseStored, stringifyJson } from '../../common/json-text.ts';
import type { Flow } from '../../flow/flow.ts';
import { allSteps } from '../../flow/inner-lists.ts';
import type { Scenario } from '../simulation/simulation.ts';
import type { CaseOutcome, CaseRun } from './case-run.ts';
import { CaseWorkers, type Starter } from './case-workers.ts';
import { STUBBED_DEFINITION } from './stub-flows.ts';
import { startedFlow } from './stubbed-names.ts';

/**
 * A case as the simulated world runs it, begun by the input that started its calm run; its stubs are used up anew.
 *
 * Of several tasks that start the same stubbed flow, the first one stands for all.
 */
export function caseScenario(run: CaseRun, flows: readonly Flow[], calm: CaseOutcome): Scenario {
  const starters = startersOf(flows, run);
  const stubbed = [...starters.keys()].map((name) => [name, STUBBED_DEFINITION] as const);
  const { input } = parseStored<{ readonly input: object }>(calm.events[0]?.EventDetail ?? '{"input":{}}');
  return {
    name: 'case',
    flows: { ...run.flows, ...Object.fromEntries(stubbed) },
    input: stringifyJson(input),
    at: run.at,
    ...(run.objects !== undefined && { objects: run.objects }),
    workers: new CaseWorkers(run, starters),
    ...(run.stop !== undefined && { stopAfter: run.stop.after }),
  };
}

/** The tasks that start each flow that does not run. */
function startersOf(flows: readonly Flow[], run: CaseRun): ReadonlyMap<string, Starter> {
  const starters = new Map<string, Starter>();
  for (const step of flows.flatMap(({ steps }) => allSteps(steps))) {
    const started = step.type === 'task' ? startedFlow(step) : undefined;
    if (step.type !== 'task' || started === undefined || Object.hasOwn(run.flows, started)) continue;
    const starter = { stepName: step.name, resourceArn: step.target.resourceArn };
    if (!starters.has(started)) starters.set(started, starter);
  }
  return starters;
}
