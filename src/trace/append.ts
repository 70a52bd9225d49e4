import type { EventView } from '../api/contract.ts';
import { PersistentTable } from '../common/persistent-table.ts';
import type { Draft } from './draft.ts';
import { foldEvent } from './fold-event.ts';
import type { ExecutionModel } from './model.ts';

/** The model of an execution of which no event is known. */
export const NO_EVENTS: ExecutionModel = {
  lastEventId: 0,
  status: 'Starting',
  earlier: [],
  begunBy: 1,
  events: PersistentTable.empty(),
  runs: PersistentTable.empty(),
  frames: PersistentTable.empty(),
  owners: PersistentTable.empty(),
  totals: new Map(),
  ways: new Map(),
  openRuns: 0,
};

/**
 * The model after `events`, which follow those folded before; events seen before are skipped.
 *
 * Costs as much as there are new events, however many came before, and leaves `model` as it was. How a history is cut
 * into pages makes no difference.
 */
export function appendEvents(model: ExecutionModel, events: readonly EventView[]): ExecutionModel {
  const fresh = events.filter(({ EventId }) => EventId > model.lastEventId);
  if (fresh.length === 0) return model;
  const draft: Draft = { ...model, totals: new Map(model.totals), ways: new Map(model.ways) };
  for (const event of fresh) {
    draft.events = draft.events.with(event.EventId, event);
    draft.lastEventId = event.EventId;
    foldEvent(draft, event);
  }
  return draft;
}
