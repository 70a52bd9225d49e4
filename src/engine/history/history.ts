import type { EventId, EventType, ExecutionEvent, Instant } from '../../interpreter/event.ts';
import { evolve } from '../../interpreter/evolve.ts';
import { lastEventId } from '../../interpreter/record.ts';
import type { ExecutionState } from '../../interpreter/state.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { folding, foldRecords, stateBefore, withFirstRecord } from '../log/fold-records.ts';
import { LogDefinitions } from '../log/log-definitions.ts';
import { readLog } from '../log/read-log.ts';
import { type WholeHeader, wholeLog } from '../log/whole-log.ts';
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
  return await mapHistory(services, found, from, limit, (header, { before, event, at, after }) => ({
    id: after.lastEventId,
    type: event.type,
    at,
    ...describeEvent(header, before, event, after),
  }));
}

/** The type and the step's name of every event of an execution: a fraction of the work of all its details. */
export async function readSteps(
  services: EngineServices,
  found: ExecutionHeader,
): Promise<readonly Pick<HistoryEvent, 'type' | 'stepName'>[]> {
  return await mapHistory(services, found, 1, Number.MAX_SAFE_INTEGER, (_, { before, event }) => ({
    type: event.type,
    stepName: stepNameOf(before, event),
  }));
}

/** An event between the states around it. */
interface Folded {
  readonly before: ExecutionState;
  readonly event: ExecutionEvent;
  readonly at: Instant;
  readonly after: ExecutionState;
}

async function mapHistory<T>(
  services: EngineServices,
  found: ExecutionHeader,
  from: EventId,
  limit: number,
  show: (header: WholeHeader, folded: Folded) => T,
): Promise<readonly T[]> {
  const to = from + limit - 1;
  const stored = await readLog(services, found, from, to);
  const { header, records: kept } = await wholeLog(services, found, stored);
  const records = withFirstRecord(header, kept);
  const definitions = await LogDefinitions.of(services.flows, header, records);
  const [first] = records;
  const hasBase = first?.snapshot !== undefined && lastEventId(first) < from;
  let before = hasBase ? foldRecords(definitions, header, [first]) : stateBefore(definitions, header, first);
  const shown: T[] = [];
  folding(header, () => {
    for (const { events, at, owner } of hasBase ? records.slice(1) : records) {
      for (const event of events) {
        const after = evolve(before, event, at, owner);
        const id = after.lastEventId;
        if (id >= from && id <= to) shown.push(show(header, { before, event, at, after }));
        before = after;
      }
    }
  });
  return shown;
}
