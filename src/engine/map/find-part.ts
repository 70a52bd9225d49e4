import type { BrokenOff } from '../../interpreter/effect.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { MapRequest } from '../../targets/map-run.ts';
import { isContinued } from '../perform/continue-child.ts';
import type { EngineServices } from '../services.ts';
import { idInside, mapRunName } from './part-ids.ts';

/** Position of the batch that a task of a map run stands for. */
export function batchOf({ input }: MapRequest): number {
  return Number(input['batch']);
}

/** The map run that waits to report to an attempt that was broken off, or to a later one. An earlier one may have started it. */
export async function earlierRun(
  { executions }: EngineServices,
  parent: ExecutionHeader,
  brokenOff: BrokenOff,
): Promise<ExecutionHeader | undefined> {
  const { entry, attempt } = brokenOff;
  for (let at = attempt; at >= 0; at--) {
    const header = await executions.readHeader(idInside(parent.id, mapRunName({ entry, attempt: at })));
    if (header !== undefined && isContinued(parent, brokenOff, header)) return header;
  }
  return undefined;
}
