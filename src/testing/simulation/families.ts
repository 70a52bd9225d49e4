import { isDeepStrictEqual } from 'node:util';
import { descentOfChild } from '../../engine/perform/descent.ts';
import { readTaskId } from '../../engine/task-id.ts';
import { DEFAULT_LIMITS } from '../../limits.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { BrokenPromise, type SimulatedLog } from './log.ts';
import type { World } from './world.ts';

/** How long a start may be on its way, in milliseconds: its calls are slow, and clocks differ. */
export const START_MILLISECONDS = 40_000;

/**
 * @throws BrokenPromise when an execution is not where its starter places it, is deeper than the limit, or was started
 * below one that had ended.
 */
export function checkFamilies({ logs, listing, limits }: World): void {
  const mostDepth = limits.depth ?? DEFAULT_LIMITS.depth;
  for (const { header } of logs.all()) {
    const { descent, id, startedAt } = header;
    const starter = readTaskId(header.startedBy ?? '');
    if (!isPlacedBy(header, starter && logs.find(starter.execution)))
      throw new BrokenPromise(`${id.name} is not placed below what has started it`);
    if (descent === undefined) continue;
    if (descent.depth > mostDepth) throw new BrokenPromise(`${id.name} is ${descent.depth} deep`);
    const endedAt = descent.awaitedBy && listing.closedAt(descent.awaitedBy);
    if (endedAt !== undefined && startedAt > endedAt + START_MILLISECONDS)
      throw new BrokenPromise(`${id.name} was started below an execution that had ended`);
  }
}

/** One that has gone on after an end places what it starts then below itself, whatever waits for it. */
function isPlacedBy({ descent, parentToken }: ExecutionHeader, parent: SimulatedLog | undefined): boolean {
  if (parent === undefined || descent === undefined) return parent === undefined && descent === undefined;
  const { header, redrives } = parent;
  const redriven = { count: 1, at: 0, flowVersion: 1 };
  const parents = redrives === 0 ? [header] : [header, { ...header, redriven }];
  return parents.some((place) =>
    isDeepStrictEqual(descent, descentOfChild(place, parentToken !== undefined)),
  );
}
