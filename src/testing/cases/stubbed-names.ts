import type { Flow, TaskStep } from '../../flow/flow.ts';
import { allSteps } from '../../flow/inner-lists.ts';
import type { Stubs } from './stub.ts';

/** Names of the flows that do not run since the tasks that start them are stubbed. */
export function stubbedFlows(flows: readonly Flow[], stubs: Stubs): ReadonlySet<string> {
  const tasks = flows.flatMap(({ steps }) => allSteps(steps)).filter((step) => step.type === 'task');
  const stubbed = tasks.filter(({ name, target }) => stubs.has(name) || stubs.has(target.resourceArn));
  return new Set(stubbed.map(startedFlow).filter((name) => name !== undefined));
}

/** The flow that a task starts, as far as the definition tells. */
export function startedFlow({ target, serviceParams }: TaskStep): string | undefined {
  if (target.kind === 'flow') return target.flowName;
  const source = target.kind === 'startExecution' ? serviceParams?.['FlowName'] : undefined;
  return source?.kind === 'constant' && typeof source.value === 'string' ? source.value : undefined;
}
