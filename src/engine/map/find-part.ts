import type { TaskId } from '../../interpreter/command.ts';
import type { ExecutionHeader, ExecutionId } from '../../ports/execution-store.ts';
import type { MapRequest } from '../../targets/map-run.ts';
import { starterOf } from '../perform/continue-child.ts';
import type { EngineServices } from '../services.ts';
import { idInside, mapRunName } from './part-ids.ts';

/** Position of the batch that a task of a map run stands for. */
export function batchOf({ input }: MapRequest): number {
  return Number(input['batch']);
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
