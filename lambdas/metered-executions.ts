import type { ExecutionEvent } from '../src/interpreter/event.ts';
import type { ExecutionStore } from '../src/ports/execution-store.ts';
import { measure } from './metrics.ts';
import type { SlowRequests } from './slow-requests.ts';

/** The same store, with its commits and ends counted, and with its waits passed through `wait`. */
export function meterExecutions(
  store: ExecutionStore,
  wait: SlowRequests['wait'] = (awaited) => awaited(),
): ExecutionStore {
  return {
    async create(header) {
      const isCreated = await store.create(header);
      if (isCreated) measureTransitions(header.firstEvents ?? []);
      return isCreated;
    },
    readHeader: (id) => store.readHeader(id),
    load: (id) => store.load(id),
    readRecords: (id, from, to) => store.readRecords(id, from, to),
    awaitEnd: (id, until) => wait(() => store.awaitEnd(id, until)),
    list: (query) => store.list(query),
    listUnfinished: (flowId) => store.listUnfinished(flowId),
    async append(id, record, endsBy) {
      const isAppended = await store.append(id, record, endsBy);
      if (isAppended) measureTransitions(record.events);
      else measure('Conflicts', 1);
      return isAppended;
    },
    async reopen(id, record, redriven, endsBy) {
      const isReopened = await store.reopen(id, record, redriven, endsBy);
      if (isReopened) measureTransitions(record.events);
      else measure('Conflicts', 1);
      return isReopened;
    },
    async close(id, end, endsBy) {
      await store.close(id, end, endsBy);
      measure(end.status === 'Succeeded' ? 'ExecutionsSucceeded' : 'ExecutionsFailed', 1);
    },
  };
}

function measureTransitions(events: readonly ExecutionEvent[]): void {
  const entered = events.filter(({ type }) => type === 'StepEntered').length;
  if (entered > 0) measure('Transitions', entered);
}
