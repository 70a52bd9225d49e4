import { operation } from '../operation.ts';
import { taskToken } from '../params/common-params.ts';
import { labels } from '../params/label-params.ts';
import { jsonObject, name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { qualifier } from '../params/version-params.ts';
import { executionView, statusOf } from '../views/execution-view.ts';
import { start } from './start.ts';

/** Starts an execution; returns the running execution of that name if there is one. */
export const startExecution = operation(
  'StartExecution',
  {
    FlowName: required(name),
    Qualifier: optional(qualifier),
    ExecutionName: optional(name),
    Input: optional(jsonObject),
    Labels: optional(labels),
    CallbackFnFTaskToken: optional(taskToken),
  },
  async (params, services, { requestId, ...context }) => {
    const { isNew, header, flow } = await start(services, params, context);
    const status = isNew ? 'Starting' : await statusOf(services, header);
    const view = await executionView(services, header, flow?.definition ?? '', status);
    return { ...view, RequestId: requestId };
  },
);
