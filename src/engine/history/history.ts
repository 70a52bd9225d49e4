import type { EventId, EventType, ExecutionEvent, Instant } from '../../interpreter/event.ts';
import { evolve } from '../../interpreter/evolve.ts';
import { lastEventId } from '../../interpreter/record.ts';
import type { ExecutionState } from '../../interpreter/state.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { folding, foldRecords, stateBefore, withFirstRecord } from '../log/fold-records.ts';
import { LogDefinitions } from '../log/log-definitions.ts';
import { readLog } from '../log/read-log.ts';
import { type WholeHeader, wholeHeader, wholeRecord } from '../log/whole-log.ts';
import type { EngineServices } from '../services.ts';
import { describeEvent, type EventDescription, stepNameOf } from './history-detail.ts';

/** One event as the API shows it. */
export interface HistoryEvent extends EventDescription {
  readonly id: EventId;
  readonly type: EventType;
  readonly at: Instant;
}

/** The events `from`..`from + limit - 1` of an execution, as far as there are any. Derived fields are computed here. */
export async function readHistory(
  services: EngineServices,
  found: ExecutionHeader,
  from: EventId,
  limit: number,
): Promise<readonly HistoryEvent[]> {
  const history: HistoryEvent[] = [];
  for await (const { header, events } of foldedRecords(services, found, from, limit))
    for (const event of events) history.push(shown(header, event));
  return history;
}

/** The same, one after the other: of large values, those of one record and one event are in memory at a time, besides those of the state. */
export async function* historyOf(
  services: EngineServices,
  found: ExecutionHeader,
  from: EventId,
  limit: number,
): AsyncIterable<HistoryEvent> {
  for await (const { header, events } of foldedRecords(services, found, from, limit))
    for (const event of events) yield shown(header, event);
}

/** The type and the step's name of every event of an execution: a fraction of the work of all its details. */
export async function readSteps(
  services: EngineServices,
  found: ExecutionHeader,
): Promise<readonly Pick<HistoryEvent, 'type' | 'stepName'>[]> {
  const steps: Pick<HistoryEvent, 'type' | 'stepName'>[] = [];
  for await (const { events } of foldedRecords(services, found, 1, Number.MAX_SAFE_INTEGER))
    for (const { before, event } of events)
      steps.push({ type: event.type, stepName: stepNameOf(before, event) });
  return steps;
}

/** An event between the states around it. */
interface Folded {
  readonly before: ExecutionState;
  readonly event: ExecutionEvent;
  readonly at: Instant;
  readonly after: ExecutionState;
}

function shown(header: WholeHeader, { before, event, at, after }: Folded): HistoryEvent {
  const description = folding(header, () => describeEvent(header, before, event, after));
  return { id: after.lastEventId, type: event.type, at, ...description };
}

async function* foldedRecords(
  services: EngineServices,
  found: ExecutionHeader,
  from: EventId,
  limit: number,
): AsyncIterable<{ readonly header: WholeHeader; readonly events: readonly Folded[] }> {
  const to = from + limit - 1;
  const header = await wholeHeader(services, found);
  const [first, ...others] = withFirstRecord(found, await readLog(services, found, from, to));
  if (first === undefined) return;
  const hasBase = first.snapshot !== undefined && lastEventId(first) < from;
  const base = hasBase ? await wholeRecord(services, header, first, 'snapshot') : first;
  const definitions = await LogDefinitions.of(services.flows, header, [base, ...others]);
  let before = hasBase ? foldRecords(definitions, header, [base]) : stateBefore(definitions, header, first);
  for (const stored of hasBase ? others : [first, ...others]) {
    const { events, at, owner } = await wholeRecord(services, header, stored, 'events');
    const folded: Folded[] = [];
    folding(header, () => {
      for (const event of events) {
        const after = evolve(before, event, at, owner);
        const id = after.lastEventId;
        if (id >= from && id <= to) folded.push({ before, event, at, after });
        before = after;
      }
    });
    yield { header, events: folded };
  }
}
