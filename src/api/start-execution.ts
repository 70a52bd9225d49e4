import { taskToken } from './common-params.ts';
import { executionView, statusOf } from './execution-view.ts';
import { operation } from './operation.ts';
import { jsonObject, name } from './param-kinds.ts';
import { optional, required } from './params.ts';
import { start } from './start.ts';

/** Starts an execution; when the name runs already, that execution is the answer. */
export const startExecution = operation(
  'StartExecution',
  {
    FlowName: required(name),
    ExecutionName: optional(name),
    Input: optional(jsonObject),
    CallbackFnFTaskToken: optional(taskToken),
  },
  async (params, services, { requestId }) => {
    const { isNew, header, definition } = await start(services, params);
    const status = isNew ? 'Starting' : await statusOf(services, header);
    return { ...executionView(header, definition, status), RequestId: requestId };
  },
);
