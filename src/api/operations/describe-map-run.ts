import { mapRunProgress } from '../../engine/map/progress.ts';
import { operation } from '../operation.ts';
import { executionName, mapRunName } from '../params/map-run-params.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { statusOf } from '../views/execution-view.ts';
import { formatTime } from '../views/format-time.ts';
import { itemCountsView, rulesView } from '../views/map-run-view.ts';
import { findMapRun } from './lookup.ts';

/** Returns how far a map run is, and the rules that hold for it. */
export const describeMapRun = operation(
  'DescribeMapRun',
  { FlowName: required(name), ExecutionName: required(executionName), MapRunName: required(mapRunName) },
  async ({ FlowName, ExecutionName, MapRunName }, services, { requestId }) => {
    const header = await findMapRun(services, { FlowName, ExecutionName, MapRunName });
    const progress = await mapRunProgress(services, header);
    return {
      FlowName,
      ExecutionName,
      MapRunName,
      Status: await statusOf(services, header),
      StartedTime: formatTime(header.startedAt),
      StoppedTime: header.end === undefined ? '' : formatTime(header.end.stoppedAt),
      ...rulesView(progress.rules),
      ItemCounts: itemCountsView(header, progress),
      AllItemsRead: progress.isAllRead,
      RequestId: requestId,
    };
  },
);
