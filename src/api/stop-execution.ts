import { submitCommand } from '../engine/submit-command.ts';
import { errorCause, errorName } from './common-params.ts';
import { executionView, openStatus, pinnedFlow } from './execution-view.ts';
import { executionNotExists, findExecution } from './lookup.ts';
import { operation } from './operation.ts';
import { name } from './param-kinds.ts';
import { optional, required } from './params.ts';

/** Stops an execution, with its children, soon after the answer; one that has ended is answered as it is. */
export const stopExecution = operation(
  'StopExecution',
  {
    FlowName: required(name),
    ExecutionName: required(name),
    Error: optional(errorName),
    Cause: optional(errorCause),
  },
  async (params, services, { requestId }) => {
    const found = await findExecution(services, params.FlowName, params.ExecutionName);
    const failure = { error: params.Error ?? '', cause: params.Cause ?? '' };
    const outcome =
      found.end === undefined
        ? await submitCommand(services, found.id, { type: 'Stop', failure })
        : ({ kind: 'ignored', header: found } as const);
    if (outcome.kind === 'unknown') throw executionNotExists(params.FlowName, params.ExecutionName);
    const { header } = outcome;
    const flow = await pinnedFlow(services, header);
    return {
      ...executionView(header, flow.definition, await openStatus(services, header)),
      ...(flow.roleArn !== '' && { RoleArn: flow.roleArn }),
      RequestId: requestId,
    };
  },
);
