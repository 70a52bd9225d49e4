import { unreachable } from '../../common/unreachable.ts';
import type { Command } from '../../interpreter/command.ts';
import type { InvokeTask } from '../../interpreter/effect.ts';
import type { Caller, CallOutcome } from '../../ports/task-targets.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import type { EngineServices } from '../services.ts';
import { globalTaskId } from '../task-id.ts';
import { queueMessage, topicMessage } from './message.ts';
import { commandOfOutcome, failed, functionResult } from './outcome.ts';
import { startChild } from './start-child.ts';

/** Calls a task's target and answers the command that tells the execution how that went. */
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
  const { target } = effect;
  switch (target.kind) {
    case 'function': {
      const outcome = await services.targets.invokeFunction({
        caller,
        target,
        input: effect.input,
        isAsync: effect.params['InvocationType'] === 'Async',
        ...(effect.deadlineAt !== undefined && { deadlineAt: effect.deadlineAt }),
      });
      return effect.pattern === 'requestResponse' ? functionResult(outcome) : outcome;
    }
    case 'queue': {
      const message = queueMessage(effect.params);
      if (typeof message === 'string') return failed('FnF.InvalidInput', message);
      return services.targets.sendToQueue({ caller, target, ...message });
    }
    case 'topic': {
      const message = topicMessage(effect.params);
      if (typeof message === 'string') return failed('FnF.InvalidInput', message);
      return services.targets.publishToTopic({ caller, target, ...message });
    }
    case 'flow':
    case 'startExecution':
      return startChild(services, effect, caller);
    default:
      return unreachable(target);
  }
}
