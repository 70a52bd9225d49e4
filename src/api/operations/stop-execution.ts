import { submitCommand } from '../../engine/submit-command.ts';
import { operation } from '../operation.ts';
import { errorCause, errorName } from '../params/common-params.ts';
import { executionName } from '../params/map-run-params.ts';
import { name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { executionView, pinnedFlow, statusOf } from '../views/execution-view.ts';
import { executionNotExists, findExecution } from './lookup.ts';

/** Stops an execution, with its children, soon after the response. Changes nothing for one that has ended. */
export const stopExecution = operation(
  'StopExecution',
  {
    FlowName: required(name),
    ExecutionName: required(executionName),
    Error: optional(errorName),
    Cause: optional(errorCause),
  },
  async (params, services, { requestId }) => {
    const found = await findExecution(services, params.FlowName, params.ExecutionName);
    const failure = { error: params.Error ?? '', cause: params.Cause ?? '' };
    const outcome = await submitCommand(services, found.header.id, { type: 'Stop', failure });
    if (outcome.kind === 'unknown') throw executionNotExists(params.FlowName, params.ExecutionName);
    const { header } = outcome;
    const { definition, roleArn } = await pinnedFlow(services, header, found.flow);
    return {
      ...(await executionView(services, header, definition, await statusOf(services, header))),
      ...(roleArn !== '' && { RoleArn: roleArn }),
      RequestId: requestId,
    };
  },
);
