import type { EventId } from '../event.ts';
import { childrenOf } from '../frames.ts';
import type { ExecutionState, Frame } from '../state.ts';

/** Open lists of steps in the making, by the event that opened each. */
export type FrameTable = Map<EventId, Frame>;

/** The open lists of a state. */
export function tableOf(state: ExecutionState): FrameTable {
  return new Map(state.frames.values().map((frame) => [frame.id, frame]));
}

/** A list and all that is open inside it. */
export function subtree(table: FrameTable, id: EventId): readonly Frame[] {
  const own = table.get(id);
  return own === undefined ? [] : [own, ...childrenOf(own).flatMap((child) => subtree(table, child))];
}

/** Puts lists into a table in place of one that was there, and of all that was open inside it. */
export function replaceSubtree(table: FrameTable, id: EventId, frames: readonly Frame[]): void {
  for (const frame of subtree(table, id)) table.delete(frame.id);
  for (const frame of frames) table.set(frame.id, frame);
}

/** The lists of a table, those around before those inside. */
export function outermostFirst(table: FrameTable): readonly Frame[] {
  return [...table.values()].sort((a, b) => a.id - b.id);
}
