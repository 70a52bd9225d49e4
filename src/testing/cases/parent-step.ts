import { parseStored } from '../../common/json-text.ts';
import { readHistory } from '../../engine/history/history.ts';
import type { EngineServices } from '../../engine/services.ts';
import { readTaskId } from '../../engine/task-id.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';

/** The task that has started an execution. */
export interface ParentStep {
  readonly flowName: string;
  readonly stepName: string;
  readonly resourceArn: string;
  readonly taskId: string;
}

/** Events behind its entry among which a task is looked for; its first attempt follows at once. */
const LOOKED_AT = 1_000;

/** The task that has started an execution; undefined when none has. */
export async function parentStep(
  services: EngineServices,
  child: ExecutionId,
): Promise<ParentStep | undefined> {
  const taskId = (await services.executions.readHeader(child))?.startedBy;
  const task = taskId === undefined ? undefined : readTaskId(taskId);
  const parent = task && (await services.executions.readHeader(task.execution));
  if (taskId === undefined || task === undefined || parent === undefined) return undefined;
  const events = await readHistory(services, parent, task.entry, LOOKED_AT);
  const scheduled = events.find(
    ({ type, scheduleEventId }) => type === 'TaskScheduled' && scheduleEventId === task.entry,
  );
  if (scheduled === undefined) return undefined;
  const { resourceArn } = parseStored<{ resourceArn: string }>(scheduled.detail);
  return { flowName: parent.flowName, stepName: scheduled.stepName, resourceArn, taskId };
}
