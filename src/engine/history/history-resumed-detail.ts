import type { JsonObject } from '../../common/json.ts';
import type { ResumedEvent } from '../../interpreter/event.ts';
import type { ExecutionState, Frame } from '../../interpreter/state.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';

/**
 * How an execution goes on: what was asked for, what no longer counts, and the lists of steps that are open, by the events
 * that opened them, each with the entry that it is at.
 */
export function resumedDetail(
  { fromStep, flowVersion, patch, by, undone }: ResumedEvent,
  after: ExecutionState,
): JsonObject {
  return {
    ...(fromStep !== undefined && { fromStep }),
    flowVersion,
    ...(patch !== undefined && { patch }),
    ...(by !== undefined && { by }),
    undone: undone.map((stretch) => ({ ...stretch })),
    open: after.frames.values().map(openList),
  };
}

/** For ExecutionForked: which execution was forked; the event is the first one that does not come of it. */
export function originDetail({ origins = [] }: ExecutionHeader, { lastEventId }: ExecutionState): JsonObject {
  const origin = origins.find(({ upTo }) => upTo === lastEventId - 1);
  return origin === undefined ? {} : { executionName: origin.name };
}

function openList({ id, active }: Frame): JsonObject {
  return active === undefined ? { list: id } : { list: id, entry: active.entry };
}
