import type { InvokeTask } from '../../interpreter/effect.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { Caller, CallOutcome } from '../../ports/task-targets.ts';
import type { EngineServices } from '../services.ts';
import { startExecution } from '../start-execution.ts';
import { type ChildRequest, childRequest } from './child.ts';
import { failed } from './outcome.ts';

/**
 * Starts a child execution; the answer is what StartExecution answers. A sync child gets the task's token, so that
 * its end completes the task. A repeat finds the child it started before.
 */
export async function startChild(
  services: EngineServices,
  effect: InvokeTask,
  caller: Caller,
): Promise<CallOutcome> {
  const request = childRequest(caller.executionName, effect);
  if (typeof request === 'string') return failed('FnF.InvalidInput', request);
  const outcome = await startExecution(services, { ...request, startedBy: caller.taskId });
  if (outcome.kind === 'flowNotExists') {
    return failed('fnf.FlowNotExists', `Flow ${request.flowName} does not exist`);
  }
  if (outcome.kind === 'alreadyExists' || reportsElsewhere(outcome.header, request)) {
    return failed(
      'fnf.ExecutionAlreadyExists',
      `Execution ${request.executionName} of flow ${request.flowName} exists already`,
    );
  }
  const { header } = outcome;
  return {
    kind: 'succeeded',
    output: JSON.stringify({
      FlowName: header.flowName,
      Name: header.id.name,
      Input: header.input,
      Status: 'Starting',
      StartedTime: new Date(header.startedAt).toISOString(),
    }),
  };
}

/** True for an execution of the same name that somebody else has started: its end would not complete the task. */
function reportsElsewhere(header: ExecutionHeader, { parentToken }: ChildRequest): boolean {
  return parentToken !== undefined && header.parentToken !== parentToken;
}
