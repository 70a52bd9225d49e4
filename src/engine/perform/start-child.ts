import { stringifyJson } from '../../common/json-text.ts';
import type { TaskId } from '../../interpreter/command.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { Caller, CallOutcome } from '../../ports/task-targets.ts';
import type { FlowRequest } from '../../targets/flow.ts';
import type { EngineServices } from '../services.ts';
import { startExecution } from '../start-execution.ts';
import { decodeTaskToken } from '../task-token.ts';
import { childName } from './child.ts';
import { failed, invalidInput } from './outcome.ts';

/**
 * Starts a child execution and returns what StartExecution returns. A sync child gets the task's token, so that its end
 * completes the task. A repeat finds the child that it started before.
 */
export async function startChild(
  services: EngineServices,
  request: FlowRequest,
  task: TaskId,
  caller: Caller,
): Promise<CallOutcome> {
  const { flowName, input, parentToken } = request;
  if (parentToken !== undefined && decodeTaskToken(parentToken) === undefined) {
    return invalidInput('CallbackFnFTaskToken must be the token of a task');
  }
  const executionName = childName(caller.executionName, request, task);
  const start = { flowName, executionName, input, startedBy: caller.taskId };
  const outcome = await startExecution(services, {
    ...start,
    ...(parentToken !== undefined && { parentToken }),
  });
  if (outcome.kind === 'flowNotExists') {
    return failed('fnf.FlowNotExists', `Flow '${flowName}' does not exist`);
  }
  if (outcome.kind === 'alreadyExists' || reportsElsewhere(outcome.header, request)) {
    return failed(
      'fnf.ExecutionAlreadyExists',
      `Execution ${executionName} of flow ${flowName} exists already`,
    );
  }
  const { header } = outcome;
  return {
    kind: 'succeeded',
    output: stringifyJson({
      FlowName: header.flowName,
      Name: header.id.name,
      Input: header.input,
      Status: 'Starting',
      StartedTime: new Date(header.startedAt).toISOString(),
    }),
  };
}

/** True for an execution of the same name that another caller has started: its end would not complete the task. */
function reportsElsewhere(header: ExecutionHeader, { parentToken }: FlowRequest): boolean {
  return parentToken !== undefined && header.parentToken !== parentToken;
}
