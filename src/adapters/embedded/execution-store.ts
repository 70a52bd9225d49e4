import { stringifyJson } from '../../common/json-text.ts';
import { labelEntries } from '../../flow/labels.ts';
import type { EventId, Instant } from '../../interpreter/event.ts';
import { isBase, lastEventId } from '../../interpreter/record.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  AbandonedExecution,
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
import { EndWatchers } from './end-watchers.ts';
import {
  HEADER_COLUMNS,
  type HeaderRow,
  headerOf,
  listExecutions,
  nextAbandoned,
  nextUnfinished,
} from './execution-listing.ts';
import type { GroupCommit } from './group-commit.ts';
import { packText } from './packed-text.ts';
import { RECORD_SHAPE } from './shapes.ts';
import type { Statements } from './statements.ts';
import type { StoredRows } from './stored-rows.ts';

interface BodyRow {
  readonly body: Uint8Array;
}

const EXECUTION = '(SELECT id FROM executions WHERE flow_id = ? AND name = ?)';

/** Executions in the embedded database; ends are waited for inside the process. */
export class EmbeddedExecutionStore implements ExecutionStore {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  readonly #clock: Clock;
  readonly #watchers: EndWatchers;
  readonly #rows: StoredRows;
  /** Row of the newest execution that a process before this one has begun; 0 when there is none. */
  readonly #newestFound: number;
  /** Those that have gone on in this process: their owners live. */
  readonly #reopened = new Set<string>();

  constructor(sql: Statements, commits: GroupCommit, clock: Clock, rows: StoredRows) {
    this.#sql = sql;
    this.#commits = commits;
    this.#clock = clock;
    this.#rows = rows;
    this.#watchers = new EndWatchers(clock);
    const newest = sql.get<{ id: number | null }>('SELECT max(id) AS id FROM executions');
    this.#newestFound = newest?.id ?? 0;
  }

  create(header: ExecutionHeader, forked?: StoredRecord): Promise<boolean> {
    const { id, startedAt, end } = header;
    const packed = packText(stringifyJson(header));
    const sql =
      'INSERT INTO executions (flow_id, name, started_at, status, qualifier, header) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
    const status = end?.status ?? 'Running';
    const qualifier = header.published?.qualifier ?? null;
    const insert = forked && this.#insertion(id, forked);
    return this.#commits.write(() => {
      if (this.#sql.run(sql, id.flowId, id.name, startedAt, status, qualifier, packed) === 0) return false;
      insert?.();
      for (const label of labelEntries(header.labels)) {
        this.#sql.run(`INSERT INTO labels VALUES (?, ?, ${EXECUTION})`, label, startedAt, id.flowId, id.name);
      }
      return true;
    });
  }

  async noteFork(id: ExecutionId, name: string): Promise<void> {
    const sql = 'UPDATE executions SET header = ? WHERE flow_id = ? AND name = ?';
    await this.#commits.write(() => {
      const found = this.#readHeader(id);
      if (found === undefined || found.forks?.includes(name)) return;
      const { end: _, ...header } = found;
      const packed = packText(stringifyJson({ ...header, forks: [...(header.forks ?? []), name] }));
      this.#sql.run(sql, packed, id.flowId, id.name);
    });
  }

  readHeader(id: ExecutionId): Promise<ExecutionHeader | undefined> {
    return this.#commits.read(() => this.#readHeader(id));
  }

  load(id: ExecutionId): Promise<LoadedExecution | undefined> {
    return this.#commits.read(() => {
      const header = this.#readHeader(id);
      if (header === undefined) return undefined;
      const newest = this.#baseOf(id, Number.MAX_SAFE_INTEGER);
      return { header, records: this.#records(id, newest, Number.MAX_SAFE_INTEGER) };
    });
  }

  /** Two writers of one turn meet in one transaction, where the first takes the key. */
  append(id: ExecutionId, record: StoredRecord): Promise<boolean> {
    const insert = this.#insertion(id, record);
    return this.#commits.write(insert);
  }

  reopen(id: ExecutionId, record: StoredRecord, redriven: Redriven): Promise<boolean> {
    const insert = this.#insertion(id, record);
    const sql = `UPDATE executions SET status = 'Running', error = NULL, redrives = ?, outcome = NULL, header = ?
      WHERE flow_id = ? AND name = ?`;
    return this.#commits.write(() => {
      const found = this.#readHeader(id);
      const isNext = (found?.redriven?.count ?? 0) === redriven.count - 1;
      if (found?.end === undefined || !isNext || !insert()) return false;
      this.#reopened.add(keyOf(id));
      const { end: _, ...header } = found;
      const packed = packText(stringifyJson({ ...header, redriven }));
      return this.#sql.run(sql, redriven.count, packed, id.flowId, id.name) === 1;
    });
  }

  readRecords(id: ExecutionId, from: EventId, to: EventId): Promise<readonly StoredRecord[]> {
    return this.#commits.read(() => this.#records(id, this.#baseOf(id, from), to));
  }

  async close(id: ExecutionId, end: ExecutionEnd): Promise<void> {
    const packed = packText(stringifyJson(end));
    const sql = `UPDATE executions SET status = ?, error = ?, outcome = ?
      WHERE flow_id = ? AND name = ? AND status = 'Running' AND redrives = ?`;
    const error = end.status === 'Succeeded' ? null : (end.failure?.error ?? '');
    const values = [end.status, error, packed, id.flowId, id.name, end.redrives ?? 0];
    await this.#commits.write(() => this.#sql.run(sql, ...values));
    this.#watchers.announce(keyOf(id));
  }

  /** An end is announced when it is on disk, so after it can be read: none is missed between reading and waiting. */
  async awaitEnd(id: ExecutionId, until: Instant): Promise<ExecutionHeader | undefined> {
    if (until > this.#clock.now() && (await this.#commits.read(() => this.#isRunning(id))))
      await this.#watchers.wait(keyOf(id), until);
    return this.readHeader(id);
  }

  list(query: ExecutionQuery): Promise<ExecutionPage> {
    return this.#commits.read(() => listExecutions(this.#sql, this.#rows, query));
  }

  async *listUnfinished(flowId: string): AsyncIterable<ExecutionId> {
    for await (const { name } of this.#allPages((last) => nextUnfinished(this.#sql, flowId, last?.name))) {
      yield { flowId, name };
    }
  }

  /** Ids of all executions without an end that were there when this store was opened, in no order. */
  async *listAbandoned(): AsyncIterable<AbandonedExecution> {
    const found = this.#allPages((last) => nextAbandoned(this.#sql, this.#newestFound, last));
    for await (const id of found) if (!this.#reopened.has(keyOf(id))) yield id;
  }

  /** Asks for one page after the other, so that neither memory nor a cursor is held while the caller works. */
  async *#allPages(
    next: (last: ExecutionId | undefined) => readonly AbandonedExecution[],
  ): AsyncIterable<AbandonedExecution> {
    let last: ExecutionId | undefined;
    do {
      const after = last;
      const page = await this.#commits.read(() => next(after));
      yield* page;
      last = page.at(-1);
    } while (last !== undefined);
  }

  /** Gives all waiters for an end the execution as it is. */
  stopWaiting(): void {
    this.#watchers.close();
  }

  /** Statements that add a record; they return false where one begins at the same event. */
  #insertion(id: ExecutionId, record: StoredRecord): () => boolean {
    const packed = packText(stringifyJson(record));
    const last = lastEventId(record);
    const sql = `INSERT INTO records VALUES (${EXECUTION}, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
    const values = [id.flowId, id.name, record.firstEventId, last, isBase(record) ? 1 : 0, packed];
    return () => this.#sql.run(sql, ...values) === 1;
  }

  #isRunning(id: ExecutionId): boolean {
    const sql = "SELECT 1 FROM executions WHERE flow_id = ? AND name = ? AND status = 'Running'";
    return this.#sql.get(sql, id.flowId, id.name) !== undefined;
  }

  #readHeader(id: ExecutionId): ExecutionHeader | undefined {
    const sql = `SELECT ${HEADER_COLUMNS} FROM executions WHERE flow_id = ? AND name = ?`;
    const row = this.#sql.get<HeaderRow>(sql, id.flowId, id.name);
    return row === undefined ? undefined : headerOf(row, this.#rows);
  }

  /** First event of the newest record with a snapshot that ends before `event`; 0 when there is none. */
  #baseOf(id: ExecutionId, event: EventId): EventId {
    const sql = `SELECT first_event FROM records WHERE execution = ${EXECUTION}
      AND first_event < ? AND has_snapshot = 1 AND last_event < ? ORDER BY first_event DESC LIMIT 1`;
    const row = this.#sql.get<{ first_event: number }>(sql, id.flowId, id.name, event, event);
    return row?.first_event ?? 0;
  }

  /** Records that begin within the bounds. */
  #records(id: ExecutionId, from: EventId, to: EventId): readonly StoredRecord[] {
    const sql = `SELECT body FROM records WHERE execution = ${EXECUTION}
      AND first_event BETWEEN ? AND ? ORDER BY first_event`;
    const what = () => this.#rows.ofFlow(`the log of execution ${id.name}`, id.flowId);
    const rows = this.#sql.all<BodyRow>(sql, id.flowId, id.name, from, to);
    return rows.map((row) => this.#rows.read<StoredRecord>(row.body, RECORD_SHAPE, what));
  }
}

function keyOf(id: ExecutionId): string {
  return `${id.flowId}/${id.name}`;
}
