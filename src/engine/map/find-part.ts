import type { TaskId } from '../../interpreter/command.ts';
import type { ExecutionHeader, ExecutionId } from '../../ports/execution-store.ts';
import type { MapRequest } from '../../targets/map-run.ts';
import { starterOf } from '../perform/continue-child.ts';
import type { EngineServices } from '../services.ts';
import { batchName, idInside, mapRunName } from './part-ids.ts';

/** The attempt that a part belongs to, and the one that was broken off before it. */
export interface PartTask {
  readonly task: TaskId;
  readonly brokenOff?: TaskId | undefined;
}

/** Position of the batch that a task of a map run stands for. */
export function batchOf({ input }: MapRequest): number {
  return Number(input['batch']);
}

/** Id of the execution that a task of a map runs in: where it goes on with an earlier one, of that. */
export async function idOfPart(
  services: EngineServices,
  parent: ExecutionId,
  request: MapRequest,
  { task, brokenOff, startedBy }: PartTask & { readonly startedBy: string },
): Promise<ExecutionId> {
  if (request.role === 'batch') return idInside(parent, batchName(batchOf(request)));
  const earlier = brokenOff && (await earlierRun(services, parent, brokenOff, [startedBy]));
  return earlier?.id ?? idInside(parent, mapRunName(task));
}

/** The map run of an attempt or of one before it that waits to report to one of these attempts. */
export async function earlierRun(
  { executions }: EngineServices,
  parent: ExecutionId,
  { entry, attempt }: TaskId,
  starters: readonly string[],
): Promise<ExecutionHeader | undefined> {
  for (let at = attempt; at >= 0; at--) {
    const header = await executions.readHeader(idInside(parent, mapRunName({ entry, attempt: at })));
    const starter = header && starterOf(header);
    if (starter !== undefined && starters.includes(starter)) return header;
  }
  return undefined;
}
