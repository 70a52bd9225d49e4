import { unreachable } from '../../common/unreachable.ts';
import { redriveExecution as redrive } from '../../engine/resume/redrive-execution.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { GO_ON_PARAMS, goOnChoice } from '../params/go-on-params.ts';
import { goOnView, refusedView } from '../views/go-on-view.ts';
import { executionNotExists, findExecution } from './lookup.ts';

/** Lets an execution that failed, timed out or was stopped go on, or tells what that would mean. */
export const redriveExecution = operation(
  'RedriveExecution',
  GO_ON_PARAMS,
  async (params, services, { requestId, caller }) => {
    const { FlowName, ExecutionName, DryRun: isDryRun = false } = params;
    const { header } = await findExecution(services, FlowName, ExecutionName);
    const by = caller === undefined ? {} : { by: caller };
    const choice = { ...(await goOnChoice(params, services)), ...by };
    const outcome = await redrive(services, header.id, choice, { isDryRun });
    const key = { FlowName, ExecutionName, RequestId: requestId };
    switch (outcome.kind) {
      case 'unknown':
        throw executionNotExists(FlowName, ExecutionName);
      case 'refused': {
        if (!isDryRun) throw notRedrivable(ExecutionName, outcome.reason);
        const count = header.redriven?.count ?? 0;
        return { ...key, ...refusedView(outcome.reason), EventId: 0, RedriveCount: count };
      }
      case 'planned':
      case 'redriven': {
        const { plan, eventId } = outcome;
        const count = outcome.header.redriven?.count ?? 0;
        return { ...key, ...goOnView(plan, isDryRun), EventId: eventId, RedriveCount: count };
      }
      default:
        return unreachable(outcome);
    }
  },
);

function notRedrivable(name: string, reason: string): ApiError {
  return new ApiError('ExecutionNotRedrivable', `Execution ${name} cannot be redriven. ${reason}`);
}
