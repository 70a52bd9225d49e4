import { type HistoryEvent, historyOf } from '../../engine/history/history.ts';
import type { EventId } from '../../interpreter/event.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { EventView } from '../contract.ts';
import { operation } from '../operation.ts';
import { DEFAULT_PAGE_SIZE } from '../params/common-params.ts';
import { executionName } from '../params/map-run-params.ts';
import { integer, integerUpTo, name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import type { ApiServices } from '../services.ts';
import { jsonBytes, MAX_PAGE_BYTES } from '../views/bounded-page.ts';
import { DataBudget, fitting } from '../views/data-budget.ts';
import { formatTime } from '../views/format-time.ts';
import { findExecution } from './lookup.ts';

/** Events are read in portions, since a page of large ones is cut before its limit. */
const PORTION = 100;

/** Returns events in order, from the one that `NextToken` names. */
export const getExecutionHistory = operation(
  'GetExecutionHistory',
  {
    FlowName: required(name),
    ExecutionName: required(executionName),
    Limit: optional(integerUpTo(999)),
    NextToken: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  },
  async (params, services, { requestId }) => {
    const { header } = await findExecution(services, params.FlowName, params.ExecutionName);
    const limit = params.Limit ?? DEFAULT_PAGE_SIZE;
    const events: EventView[] = [];
    let bytes = 0;
    for await (const event of eventsFrom(services, header, Math.max(1, params.NextToken ?? 1), limit + 1)) {
      const view = eventView(event, services.physical.responseBytes);
      bytes += jsonBytes(view);
      if (events.length === limit || (bytes > MAX_PAGE_BYTES && events.length > 0)) {
        return { Events: events, NextToken: String(event.id), RequestId: requestId };
      }
      events.push(view);
    }
    return { Events: events, RequestId: requestId };
  },
);

async function* eventsFrom(
  services: ApiServices,
  header: ExecutionHeader,
  first: EventId,
  most: number,
): AsyncIterable<HistoryEvent> {
  const end = first + most;
  for (let from = first; from < end; from += PORTION) {
    let count = 0;
    for await (const event of historyOf(services, header, from, Math.min(PORTION, end - from))) {
      count += 1;
      yield event;
    }
    if (count < PORTION) return;
  }
}

function eventView(event: HistoryEvent, dataBytes: number): EventView {
  return {
    EventId: event.id,
    ScheduleEventId: event.scheduleEventId,
    StepName: event.stepName,
    Type: event.type,
    ...fitting(new DataBudget(dataBytes), { EventDetail: event.detail }),
    Time: formatTime(event.at),
  };
}
