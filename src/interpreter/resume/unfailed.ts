import type { EventId } from '../event.ts';
import { type FrameTable, replaceSubtree, subtree, tableOf } from './frame-table.ts';
import type { Timeline } from './timeline.ts';

/** The lists that were open when an execution ended, or are open now, and the list whose failure ended it. */
export interface OpenLists {
  readonly table: FrameTable;
  /** Absent unless a step's failure ended the execution. */
  readonly failed?: EventId;
}

/**
 * The lists that were open before a failure closed them: each as it was last. A list whose step itself has failed is
 * `failing` still; one that failed because of a list inside it is as it was before that.
 */
export function openLists(timeline: Timeline): OpenLists {
  const { end, lastEventId } = timeline.last;
  const before = end === undefined ? lastEventId : lastEventId - 1;
  const table = tableOf(timeline.stateAfter(before));
  const [root] = table.values();
  for (const { id } of [...table.values()]) reopen(timeline, table, id, before);
  if (root?.failure === undefined) return { table };
  return { table, failed: originOf(timeline, root.id, before) };
}

/** Takes a list that fails because of one inside it back to before that one failed. */
function reopen(timeline: Timeline, table: FrameTable, id: EventId, until: EventId): void {
  const cause = causeOf(timeline, id, until);
  if (cause === undefined) return;
  const earlier = tableOf(timeline.stateAfter(cause.before));
  const lists = subtree(earlier, id);
  replaceSubtree(table, id, lists);
  for (const list of lists) if (list.id !== id) reopen(timeline, table, list.id, cause.before);
}

/** The innermost list whose failure is that of `id`. */
function originOf(timeline: Timeline, id: EventId, until: EventId): EventId {
  const cause = causeOf(timeline, id, until);
  return cause === undefined ? id : originOf(timeline, cause.inside, cause.before);
}

/** Why a list fails, if because of a list inside it. */
function causeOf(
  timeline: Timeline,
  id: EventId,
  until: EventId,
): { readonly inside: EventId; readonly before: EventId } | undefined {
  if (!isFailing(timeline, id, until)) return undefined;
  let first = until;
  while (isFailing(timeline, id, first - 1)) first--;
  const event = timeline.event(first);
  const isOfInside = event?.type === 'StepFailed' || event?.type === 'IterationExited';
  if (!isOfInside || event.frame === id) return undefined;
  return { inside: event.frame, before: first - 1 };
}

function isFailing(timeline: Timeline, id: EventId, at: EventId): boolean {
  return timeline.listAfter(id, at)?.active?.phase.kind === 'failing';
}
