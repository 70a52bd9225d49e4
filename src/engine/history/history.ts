import type { EventId, EventType, Instant } from '../../interpreter/event.ts';
import { evolve } from '../../interpreter/evolve.ts';
import { lastEventId } from '../../interpreter/record.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { folding, foldRecords, stateBefore, withFirstRecord } from '../log/fold-records.ts';
import { LogDefinitions } from '../log/log-definitions.ts';
import { readLog } from '../log/read-log.ts';
import { wholeLog } from '../log/whole-log.ts';
import type { EngineServices } from '../services.ts';
import { describeEvent, type EventDescription } from './history-detail.ts';

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
  const to = from + limit - 1;
  const stored = await readLog(services, found, from, to);
  const { header, records: kept } = await wholeLog(services, found, stored);
  const records = withFirstRecord(header, kept);
  const definitions = await LogDefinitions.of(services.flows, header, records);
  const [first] = records;
  const hasBase = first?.snapshot !== undefined && lastEventId(first) < from;
  let state = hasBase ? foldRecords(definitions, header, [first]) : stateBefore(definitions, header, first);
  const history: HistoryEvent[] = [];
  folding(header, () => {
    for (const { events, at, owner } of hasBase ? records.slice(1) : records) {
      for (const event of events) {
        const after = evolve(state, event, at, owner);
        const id = after.lastEventId;
        if (id >= from && id <= to) {
          history.push({ id, type: event.type, at, ...describeEvent(header, state, event, after) });
        }
        state = after;
      }
    }
  });
  return history;
}
