import type { ExecutionEvent } from '../interpreter/event.ts';
import type { ExecutionEnd, ExecutionHeader, ExecutionId, ExecutionStore } from '../ports/execution-store.ts';

/** Told of the writes of a store that succeeded; of what it does not ask for, it is not. */
export interface ExecutionsObserver {
  /** An execution was created, or read by its header: whose it is. */
  seen?(header: ExecutionHeader): void;
  started?(header: ExecutionHeader): void;
  /** Steps were entered. */
  transitions?(id: ExecutionId, count: number): void;
  /** A commit was refused because another one came first. */
  conflict?(): void;
  ended?(id: ExecutionId, end: ExecutionEnd): void;
  /** A caller waits for an end. */
  wait?<T>(awaited: () => Promise<T>): Promise<T>;
}

/** The same store, watched. */
export function observeExecutions(store: ExecutionStore, observer: ExecutionsObserver): ExecutionStore {
  return {
    async create(header, forked, endsBy) {
      const isCreated = await store.create(header, forked, endsBy);
      if (!isCreated) return false;
      observer.seen?.(header);
      observer.started?.(header);
      countTransitions(observer, header.id, forked?.events ?? header.firstEvents ?? []);
      return true;
    },
    noteFork: (id, name) => store.noteFork(id, name),
    readHeader: (id) => store.readHeader(id),
    load: (id) =>
      store.load(id).then((loaded) => {
        if (loaded !== undefined) observer.seen?.(loaded.header);
        return loaded;
      }),
    readRecords: (id, from, to) => store.readRecords(id, from, to),
    awaitEnd: (id, until) => observer.wait?.(() => store.awaitEnd(id, until)) ?? store.awaitEnd(id, until),
    list: (query) => store.list(query),
    listUnfinished: (flowId) => store.listUnfinished(flowId),
    append: (id, record, endsBy) =>
      store.append(id, record, endsBy).then((isAppended) => {
        if (isAppended) countTransitions(observer, id, record.events);
        else observer.conflict?.();
        return isAppended;
      }),
    async reopen(id, record, redriven, endsBy) {
      const isReopened = await store.reopen(id, record, redriven, endsBy);
      if (isReopened) countTransitions(observer, id, record.events);
      else observer.conflict?.();
      return isReopened;
    },
    async close(id, end, endsBy) {
      await store.close(id, end, endsBy);
      observer.ended?.(id, end);
    },
  };
}

function countTransitions(
  observer: ExecutionsObserver,
  id: ExecutionId,
  events: readonly ExecutionEvent[],
): void {
  if (observer.transitions === undefined) return;
  let entered = 0;
  for (const { type } of events) if (type === 'StepEntered') entered += 1;
  if (entered > 0) observer.transitions(id, entered);
}
