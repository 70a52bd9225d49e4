import { operation } from '../operation.ts';
import { executionName } from '../params/map-run-params.ts';
import { integer, name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { executionEnvironment } from '../views/environment-view.ts';
import {
  executionView,
  forkView,
  parentOf,
  pinnedFlow,
  redriveView,
  statusOf,
} from '../views/execution-view.ts';
import { executionNotExists, findExecution } from './lookup.ts';
import { withPlaceToWait } from './with-place-to-wait.ts';

/** Returns an execution: as it is now, or as soon as it has ended within the time to wait. */
export const describeExecution = operation(
  'DescribeExecution',
  {
    FlowName: required(name),
    ExecutionName: required(executionName),
    WaitTimeSeconds: optional(integer(0, 60)),
  },
  async (params, services, { requestId }) => {
    const { executions, clock, maxWaitSeconds } = services;
    const { flow, header: found } = await findExecution(services, params.FlowName, params.ExecutionName);
    const waitSeconds = Math.min(params.WaitTimeSeconds ?? 0, maxWaitSeconds);
    const header =
      waitSeconds > 0 && found.end === undefined
        ? await withPlaceToWait(services, () =>
            executions.awaitEnd(found.id, clock.now() + waitSeconds * 1000),
          )
        : found;
    if (header === undefined) throw executionNotExists(params.FlowName, params.ExecutionName);
    const pinned = await pinnedFlow(services, header, flow);
    const parent = await parentOf(services, header);
    return {
      ...(await executionView(services, header, pinned.definition, await statusOf(services, header))),
      ...executionEnvironment(pinned),
      ...redriveView(services, header),
      ...forkView(header),
      ...(parent !== undefined && { Parent: parent }),
      RequestId: requestId,
    };
  },
);
