import { operation } from '../operation.ts';
import { labels } from '../params/label-params.ts';
import { jsonObject, name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { qualifier } from '../params/version-params.ts';
import { executionEnvironment } from '../views/environment-view.ts';
import { executionView, statusOf } from '../views/execution-view.ts';
import { executionNotExists } from './lookup.ts';
import { start } from './start.ts';
import { withPlaceToWait } from './with-place-to-wait.ts';

/**
 * Starts an execution and responds when it has ended.
 *
 * An extension: the original serves it for another kind of flow. When the execution takes longer than a response may
 * wait, the response shows it running, and DescribeExecution shows the rest.
 */
export const startSyncExecution = operation(
  'StartSyncExecution',
  {
    FlowName: required(name),
    Qualifier: optional(qualifier),
    ExecutionName: optional(name),
    Input: optional(jsonObject),
    Labels: optional(labels),
  },
  async (params, services, { requestId, ...context }) => {
    const { started, header } = await withPlaceToWait(services, async () => {
      const started = await start(services, params, context);
      const until = services.clock.now() + services.maxWaitSeconds * 1000;
      return { started, header: await services.executions.awaitEnd(started.header.id, until) };
    });
    if (header === undefined) throw executionNotExists(params.FlowName, started.header.id.name);
    const { flow } = started;
    return {
      ErrorCode: header.end?.failure?.error ?? '',
      ErrorMessage: header.end?.failure?.cause ?? '',
      ...(await executionView(services, header, flow?.definition ?? '', await statusOf(services, header))),
      ...executionEnvironment(flow ?? {}),
      RequestId: requestId,
    };
  },
);
