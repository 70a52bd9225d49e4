import type { ExecutionStore } from '../src/ports/execution-store.ts';
import { measure } from './metrics.ts';

/** The same store, whose commits and ends are counted. */
export function meterExecutions(store: ExecutionStore): ExecutionStore {
  return {
    create: (header) => store.create(header),
    readHeader: (id) => store.readHeader(id),
    load: (id) => store.load(id),
    readRecords: (id, from, to) => store.readRecords(id, from, to),
    awaitEnd: (id, until) => store.awaitEnd(id, until),
    list: (query) => store.list(query),
    listUnfinished: (flowId) => store.listUnfinished(flowId),
    async append(id, record) {
      const isAppended = await store.append(id, record);
      if (isAppended)
        measure('Transitions', record.events.filter(({ type }) => type === 'StepEntered').length);
      else measure('Conflicts', 1);
      return isAppended;
    },
    async close(id, end) {
      await store.close(id, end);
      measure(end.status === 'Succeeded' ? 'ExecutionsSucceeded' : 'ExecutionsFailed', 1);
    },
  };
}
