import { readTaskId } from '../../engine/task-id.ts';
import { decodeTaskToken } from '../../engine/task-token.ts';
import { longestStop } from './delay.ts';
import { BrokenPromise, type SimulatedLog } from './log.ts';
import type { World } from './world.ts';

/** @throws BrokenPromise when a child went on although its parent was stopped or timed out meanwhile (docs/reference/language.md 4.5). */
export function checkChildren({ logs, fates }: World): void {
  for (const child of logs.all()) {
    const task = syncTaskOf(child);
    const parent = task && logs.find(task.execution);
    const end = parent?.state.end;
    const endedAt = child.state.end?.at;
    if (task === undefined || end === undefined || endedAt === undefined) continue;
    const isLate = endedAt > end.at + longestStop(fates);
    if (isLate && parent?.cutOff.has(task.entry))
      throw new BrokenPromise(`${child.header.id.name} outlived its parent`);
  }
}

/** The task that waits for an execution; undefined when none does, or another than the one that has started it. */
function syncTaskOf({ header: { startedBy = '', parentToken = '' } }: SimulatedLog) {
  const starter = readTaskId(startedBy);
  const waiting = decodeTaskToken(parentToken);
  return waiting?.task.entry === starter?.entry ? starter : undefined;
}
