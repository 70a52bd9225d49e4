import { parseStored } from '../../common/json-text.ts';
import { readHistory } from '../../engine/history/history.ts';
import type { EngineServices } from '../../engine/services.ts';
import { readTaskId } from '../../engine/task-id.ts';

/** The task that has started an execution. */
export interface ParentStep {
  readonly flowName: string;
  readonly stepName: string;
  readonly resourceArn: string;
  readonly taskId: string;
}

/** Events behind its entry among which a task is looked for; its first attempt follows at once. */
const LOOKED_AT = 1_000;

/** The task that has started the execution which calls; undefined when none has. */
export async function parentStep(
  services: EngineServices,
  callingTask: string,
): Promise<ParentStep | undefined> {
  const child = readTaskId(callingTask)?.execution;
  const taskId = child && (await services.executions.readHeader(child))?.startedBy;
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
