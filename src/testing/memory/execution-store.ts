import { parseStored, stringifyJson } from '../../common/json-text.ts';
import type { EventId, Instant } from '../../interpreter/event.ts';
import { isBase, lastEventId } from '../../interpreter/record.ts';
import type {
  ExecutionEnd,
  ExecutionHeader,
  ExecutionId,
  ExecutionPage,
  ExecutionQuery,
  ExecutionStore,
  LoadedExecution,
  Redriven,
  StoredRecord,
} from '../../ports/execution-store.ts';
import { listExecutions } from './execution-listing.ts';
import { frozenCopy } from './frozen-json.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** As they come out of texts: no caller shares an object with the store, and only JSON values survive. */
interface Kept {
  header: ExecutionHeader;
  readonly records: Map<EventId, KeptRecord>;
  readonly waiting: Set<() => void>;
}

/** A record with its bounds. */
interface KeptRecord {
  readonly firstEventId: EventId;
  readonly lastEventId: EventId;
  readonly hasSnapshot: boolean;
  /** A text where a part of it is cut off: the reader puts that back into it. */
  readonly record: StoredRecord | string;
}

/** Executions in a Map, on a virtual clock. */
export class MemoryExecutionStore implements ExecutionStore {
  readonly #executions = new Map<string, Kept>();
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async create(header: ExecutionHeader, forked?: StoredRecord): Promise<boolean> {
    const key = keyOf(header.id);
    if (this.#executions.has(key)) return false;
    this.#executions.set(key, { header: frozenCopy(header), records: new Map(), waiting: new Set() });
    if (forked !== undefined) await this.append(header.id, forked);
    return true;
  }

  async noteFork(id: ExecutionId, name: string): Promise<void> {
    const kept = this.#executions.get(keyOf(id));
    if (kept === undefined) return;
    const { header } = kept;
    kept.header = frozenCopy({ ...header, forks: [...new Set([...(header.forks ?? []), name])] });
  }

  async readHeader(id: ExecutionId): Promise<ExecutionHeader | undefined> {
    return this.#executions.get(keyOf(id))?.header;
  }

  async load(id: ExecutionId): Promise<LoadedExecution | undefined> {
    const header = await this.readHeader(id);
    if (header === undefined) return undefined;
    const records = this.#recordsOf(id);
    const newest = records.findLastIndex(({ hasSnapshot }) => hasSnapshot);
    return { header, records: records.slice(Math.max(newest, 0)).map(recordOf) };
  }

  async append(id: ExecutionId, record: StoredRecord): Promise<boolean> {
    const kept = this.#executions.get(keyOf(id));
    if (kept === undefined) throw new Error(`There is no execution ${id.name} to append to`);
    if (kept.records.has(record.firstEventId)) return false;
    kept.records.set(record.firstEventId, {
      firstEventId: record.firstEventId,
      lastEventId: lastEventId(record),
      hasSnapshot: isBase(record),
      record: record.cuts === undefined ? frozenCopy(record) : stringifyJson(record),
    });
    return true;
  }

  async readRecords(id: ExecutionId, from: EventId, to: EventId): Promise<readonly StoredRecord[]> {
    const records = this.#recordsOf(id).filter((record) => record.firstEventId <= to);
    const base = records.findLastIndex((record) => record.hasSnapshot && record.lastEventId < from);
    return records.slice(Math.max(base, 0)).map(recordOf);
  }

  async reopen(id: ExecutionId, record: StoredRecord, redriven: Redriven): Promise<boolean> {
    const kept = this.#executions.get(keyOf(id));
    if (kept === undefined || kept.records.has(record.firstEventId)) return false;
    const { end, ...header } = kept.header;
    if (end === undefined || redrivesOf(header) !== redriven.count - 1) return false;
    await this.append(id, record);
    kept.header = frozenCopy({ ...header, redriven });
    return true;
  }

  async close(id: ExecutionId, end: ExecutionEnd): Promise<void> {
    const kept = this.#executions.get(keyOf(id));
    if (kept === undefined) return;
    const { header } = kept;
    const isItsOwn = redrivesOf(header) === (end.redrives ?? 0);
    if (header.end === undefined && isItsOwn) kept.header = frozenCopy({ ...header, end });
    for (const wake of kept.waiting) wake();
  }

  async awaitEnd(id: ExecutionId, until: Instant): Promise<ExecutionHeader | undefined> {
    const header = await this.readHeader(id);
    const waiting = this.#executions.get(keyOf(id))?.waiting;
    if (header?.end !== undefined || waiting === undefined || until <= this.#clock.now()) return header;
    await new Promise<void>((resolve) => {
      const giveUp = this.#clock.schedule(until, () => wake());
      const wake = () => {
        giveUp();
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
    });
    return this.readHeader(id);
  }

  async list(query: ExecutionQuery): Promise<ExecutionPage> {
    return listExecutions(this.#headers(), query);
  }

  async *listUnfinished(flowId: string): AsyncIterable<ExecutionId> {
    for (const { id, end } of this.#headers()) {
      if (end === undefined && id.flowId === flowId) yield id;
    }
  }

  #headers(): readonly ExecutionHeader[] {
    return [...this.#executions.values()].map(({ header }) => header);
  }

  #recordsOf(id: ExecutionId): readonly KeptRecord[] {
    const records = this.#executions.get(keyOf(id))?.records.values() ?? [];
    return [...records].sort((a, b) => a.firstEventId - b.firstEventId);
  }
}

function redrivesOf({ redriven }: ExecutionHeader): number {
  return redriven?.count ?? 0;
}

function recordOf({ record }: KeptRecord): StoredRecord {
  return typeof record === 'string' ? parseStored(record) : record;
}

function keyOf(id: ExecutionId): string {
  return `${id.flowId}/${id.name}`;
}
