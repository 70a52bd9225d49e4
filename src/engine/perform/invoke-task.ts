import type { Command } from '../../interpreter/command.ts';
import type { InvokeTask } from '../../interpreter/effect.ts';
import type { Caller, CallOutcome } from '../../ports/task-targets.ts';
import { requestOf } from '../../targets/targets.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import type { EngineServices } from '../services.ts';
import { globalTaskId } from '../task-id.ts';
import { commandOfOutcome, functionResult, invalidInput, submitResult } from './outcome.ts';
import { startChild } from './start-child.ts';

/** Calls a task's target and returns the command that carries the outcome. */
export async function invokeTask(
  services: EngineServices,
  { header, roleArn }: ExecutionLog,
  effect: InvokeTask,
): Promise<Command> {
  const caller: Caller = {
    flowName: header.flowName,
    executionName: header.id.name,
    stepName: effect.stepName,
    taskId: globalTaskId(header, effect.task),
    roleArn,
  };
  return commandOfOutcome(effect, await call(services, effect, caller));
}

async function call(services: EngineServices, effect: InvokeTask, caller: Caller): Promise<CallOutcome> {
  const { target, task, pattern, deadlineAt } = effect;
  const request = requestOf(target, effect);
  if (typeof request === 'string') return invalidInput(request);
  if (request.kind === 'flow') return startChild(services, request, task, caller);
  const deadline = deadlineAt === undefined ? {} : { deadlineAt };
  const outcome = await services.targets.call({ ...request, ...deadline, caller });
  if (request.kind !== 'function') return outcome;
  return pattern === 'requestResponse' ? functionResult(outcome) : submitResult(outcome);
}
