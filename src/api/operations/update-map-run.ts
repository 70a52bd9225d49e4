import { mapRunProgress } from '../../engine/map/progress.ts';
import { submitCommand } from '../../engine/submit-command.ts';
import type { ChangedRules } from '../../flow/flow.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { executionName, mapRunName, RULE_PARAMS } from '../params/map-run-params.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { rulesView } from '../views/map-run-view.ts';
import { findMapRun } from './lookup.ts';

/** Changes how many batches of a map run run at a time, and how many items may fail, while it runs. */
export const updateMapRun = operation(
  'UpdateMapRun',
  {
    FlowName: required(name),
    ExecutionName: required(executionName),
    MapRunName: required(mapRunName),
    ...RULE_PARAMS,
  },
  async ({ FlowName, ExecutionName, MapRunName, ...given }, services, { requestId }) => {
    const header = await findMapRun(services, { FlowName, ExecutionName, MapRunName });
    const rules: ChangedRules = {
      ...(given.Concurrency !== undefined && { maxConcurrency: given.Concurrency }),
      ...(given.ToleratedFailedCount !== undefined && { toleratedFailedCount: given.ToleratedFailedCount }),
      ...(given.ToleratedFailedPercentage !== undefined && {
        toleratedFailedPercentage: given.ToleratedFailedPercentage,
      }),
    };
    if (Object.keys(rules).length === 0) {
      const allowed = Object.keys(RULE_PARAMS).join(', ');
      throw new ApiError('InvalidArgument', `Nothing is to change; give at least one of ${allowed}`);
    }
    const outcome = await submitCommand(services, header.id, { type: 'ChangeMapRun', rules });
    const progress = await mapRunProgress(services, header);
    if (outcome.kind !== 'committed' || outcome.event.type !== 'MapRunChanged') {
      throw new ApiError('InvalidArgument', refusal(MapRunName, progress));
    }
    return { FlowName, ExecutionName, MapRunName, ...rulesView(progress.rules), RequestId: requestId };
  },
);

function refusal(
  mapRun: string,
  { succeeded, failed, total, isAllRead }: Awaited<ReturnType<typeof mapRunProgress>>,
): string {
  const isOver = isAllRead && succeeded + failed === total;
  return isOver || failed === 0
    ? `The batches of map run ${mapRun} do not run; only those that run can be changed`
    : `${failed} of ${total} items of map run ${mapRun} have failed, more than would be tolerated`;
}
