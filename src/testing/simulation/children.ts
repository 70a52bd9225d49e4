import { readTaskId } from '../../engine/task-id.ts';
import { decodeTaskToken } from '../../engine/task-token.ts';
import type { Instant } from '../../interpreter/event.ts';
import { longestStop } from './delay.ts';
import { START_MILLISECONDS } from './families.ts';
import type { Fates } from './fates.ts';
import { BrokenPromise, type SimulatedLog } from './log.ts';
import type { World } from './world.ts';

/** Clocks of processes differ by up to so many milliseconds. */
const SKEW = 6_000;

/** @throws BrokenPromise when a child went on although its parent was stopped or timed out meanwhile (docs/reference/language.md 4.5). */
export function checkChildren({ logs, fates }: World): void {
  for (const child of logs.all()) {
    const task = syncTaskOf(child);
    const parent = task && logs.find(task.execution);
    const end = parent?.state.end;
    const endedAt = child.state.end?.at;
    if (task === undefined || endedAt === undefined) continue;
    if (
      parent !== undefined &&
      hasOutlived(child, parent.timedOut.get(`${task.entry}/${task.attempt}`), fates)
    )
      throw new BrokenPromise(`${child.header.id.name} outlived the attempt that it was started for`);
    if (end === undefined) continue;
    const isLate = endedAt > end.at + longestStop(fates);
    if (isLate && parent?.cutOff.has(task.entry))
      throw new BrokenPromise(`${child.header.id.name} outlived its parent`);
  }
}

/** True for a child that ran on after that attempt had timed out, and was let go on for no other. Map runs end with their execution. */
function hasOutlived(
  { header, state, redrives }: SimulatedLog,
  at: Instant | undefined,
  fates: Fates,
): boolean {
  if (at === undefined || redrives > 0 || header.part !== undefined) return false;
  return header.startedAt <= at && (state.end?.at ?? at) > at + longestStop(fates);
}

/**
 * @throws BrokenPromise when a task had another child beside the one of an attempt that was broken off, which goes on for the attempts
 * behind it. What two drivers start within a few seconds is not looked at.
 */
export function checkSingleChildren({ logs }: World): void {
  for (const children of Map.groupBy(logs.all(), entryOf).values()) {
    const [first] = children;
    const task = first && syncTaskOf(first);
    const parent = task && logs.find(task.execution);
    if (parent === undefined) continue;
    for (const child of children)
      for (const other of children)
        if (isBeside(parent, child, other))
          throw new BrokenPromise(`${other.header.id.name} runs beside ${child.header.id.name}`);
  }
}

/** The entry of a step that a child belongs to; the same for all that are none. */
function entryOf(child: SimulatedLog): string {
  const task = syncTaskOf(child);
  return task === undefined ? '' : `${task.execution.flowId}/${task.execution.name}/${task.entry}`;
}

/** True when another child was started while one ran, and the parent knows no outcome of the attempts in between. */
function isBeside(parent: SimulatedLog, child: SimulatedLog, other: SimulatedLog): boolean {
  const [task, later] = [syncTaskOf(child), syncTaskOf(other)];
  if (task === undefined || later === undefined || task.attempt >= later.attempt) return false;
  const [at, endedAt] = [other.header.startedAt, child.state.end?.at ?? Number.POSITIVE_INFINITY];
  if (at <= child.header.startedAt + START_MILLISECONDS || at + SKEW >= endedAt) return false;
  for (let attempt = task.attempt; attempt < later.attempt; attempt++)
    if (parent.outcomes.has(`${task.entry}/${attempt}`)) return false;
  return true;
}

/** The task that waits for an execution; undefined when none does, or another than the one that has started it. */
function syncTaskOf({ header: { startedBy = '', parentToken = '' } }: SimulatedLog) {
  const starter = readTaskId(startedBy);
  const waiting = decodeTaskToken(parentToken);
  return waiting?.task.entry === starter?.entry ? starter : undefined;
}
