import { unreachable } from '../../common/unreachable.ts';
import { type ForkRequest, forkExecution as fork } from '../../engine/resume/fork-execution.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { checkDataSize } from '../params/check-data-size.ts';
import { GO_ON_PARAMS, goOnChoice } from '../params/go-on-params.ts';
import { jsonObject, name } from '../params/param-kinds.ts';
import { optional } from '../params/params.ts';
import { goOnView, refusedView } from '../views/go-on-view.ts';
import { executionNotExists, findExecution } from './lookup.ts';

/** Begins a new execution from where another one is, or was; or tells what that would mean. */
export const forkExecution = operation(
  'ForkExecution',
  { ...GO_ON_PARAMS, NewExecutionName: optional(name), Input: optional(jsonObject) },
  async (params, services, { requestId, caller }) => {
    const { FlowName, ExecutionName, NewExecutionName, Input, DryRun: isDryRun = false } = params;
    checkDataSize('Input', Input ?? '', services.limits);
    const { header: source } = await findExecution(services, FlowName, ExecutionName);
    const request: ForkRequest = {
      ...(await goOnChoice(params, services)),
      ...(NewExecutionName !== undefined && { name: NewExecutionName }),
      ...(Input !== undefined && { input: Input }),
      ...(caller !== undefined && { by: caller }),
      isDryRun,
    };
    const outcome = await fork(services, source.id, request);
    const key = { FlowName, ExecutionName, NewExecutionName: NewExecutionName ?? '', RequestId: requestId };
    switch (outcome.kind) {
      case 'unknown':
        throw executionNotExists(FlowName, ExecutionName);
      case 'alreadyExists':
        throw nameTaken(FlowName, NewExecutionName);
      case 'refused':
        if (!isDryRun) throw notForkable(ExecutionName, outcome.reason);
        return { ...key, ...refusedView(outcome.reason), EventId: 0 };
      case 'planned':
        return { ...key, ...goOnView(outcome.plan, true), EventId: outcome.eventId };
      case 'forked':
      case 'running': {
        const { id } = outcome.header;
        const { plan, eventId } = outcome;
        return { ...key, NewExecutionName: id.name, ...goOnView(plan, false), EventId: eventId };
      }
      default:
        return unreachable(outcome);
    }
  },
);

function nameTaken(flowName: string, name = ''): ApiError {
  return new ApiError('ExecutionAlreadyExists', `Execution ${name} already exists in flow ${flowName}`);
}

function notForkable(name: string, reason: string): ApiError {
  return new ApiError('ExecutionNotForkable', `Execution ${name} cannot be forked. ${reason}`);
}
