import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { labelEntries } from '../../../flow/labels.ts';
import type { EventId, Instant } from '../../../interpreter/event.ts';
import { isBase, lastEventId } from '../../../interpreter/record.ts';
import { MAX_TIMEOUT_SECONDS } from '../../../limits.ts';
import type { Clock } from '../../../ports/clock.ts';
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
} from '../../../ports/execution-store.ts';
import { type ExecutionPosition, encodeExecutionToken } from '../../../ports/page-token.ts';
import { batchGet } from '../dynamodb/batch-get.ts';
import { type Item, isSameBody } from '../dynamodb/items.ts';
import { putIfAbsent } from '../dynamodb/put-if-absent.ts';
import {
  HEADER,
  listingPartition,
  PARTITION_KEY,
  partitionOf,
  recordKey,
  SORT_KEY,
} from '../dynamodb/table-schema.ts';
import { putNew, writeTogether } from '../dynamodb/write-together.ts';
import { BusyFlows } from './busy-flows.ts';
import { closeHeader } from './close-header.ts';
import { type ListedTable, listedPage, unfinishedIds } from './execution-listing.ts';
import { headerItem, headerKey, headerOf, outputKey, outputOf } from './header-item.ts';
import { keepUntil } from './keep-until.ts';
import { labelledPage, putLabels } from './label-listing.ts';
import { noteFork } from './note-fork.ts';
import { readBackwards } from './read-backwards.ts';
import { recordItem, recordKeyOf, recordOf } from './record-item.ts';
import { reopening } from './reopen-header.ts';

/** The table of executions, and the time for which they are kept after their end. */
export interface ExecutionStoreParts {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
  readonly retentionSeconds: number;
}

/** Executions that are looked at for one page of a list by error or label. */
const LOOKED_AT = 300;
const HEADERS_AT_ONCE = 100;

const FIRST_POLL_MS = 100;
const LONGEST_POLL_MS = 1_000;
/** DynamoDB removes expired items up to days late: a header must outlast its records, or its name were free too early. */
const HEADER_SLACK_SECONDS = 14 * 86_400;

/**
 * Executions in one DynamoDB table: a header and one item per commit under the execution's key (docs/internals/architecture.md, "Log and fold").
 *
 * Lists come from an index that lags behind by moments; everything else is read consistently. After the retention an
 * execution is no longer found, but its name stays taken until DynamoDB has removed all of its items. The expiry of an
 * item is set when it is written, so items stay for the longest possible life of the execution and the retention.
 */
export class DynamoDbExecutionStore implements ExecutionStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;
  readonly #retentionSeconds: number;
  readonly #busyFlows: BusyFlows;

  constructor({ client, table, clock, retentionSeconds }: ExecutionStoreParts) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
    this.#retentionSeconds = retentionSeconds;
    this.#busyFlows = new BusyFlows(client, table, clock);
  }

  async create(header: ExecutionHeader, forked?: StoredRecord, endsBy?: Instant): Promise<boolean> {
    const expires = this.#removableAt(header.startedAt, endsBy);
    if (header.labels !== undefined) await putLabels(this.#client, this.#table, header, expires);
    const record = forked && recordItem(header.id, forked, expires);
    return await this.#busyFlows.write(header.id.flowId, async (isBusy) => {
      const item = headerItem(header, isBusy);
      if (record !== undefined) return await this.#putTogether([item, record]);
      return (await putIfAbsent(this.#client, this.#table, item)) === 'written';
    });
  }

  async noteFork(id: ExecutionId, name: string): Promise<void> {
    await noteFork(this.#client, this.#table, id, name);
  }

  async readHeader(id: ExecutionId): Promise<ExecutionHeader | undefined> {
    return this.#headerIn(await this.#readItem(headerKey(id)));
  }

  /** Reads newest first and stops at a snapshot, so the cost does not grow with the length of the log. */
  async load(id: ExecutionId): Promise<LoadedExecution | undefined> {
    let header: ExecutionHeader | undefined;
    const newestFirst: StoredRecord[] = [];
    for await (const item of readBackwards(this.#client, this.#table, id, HEADER)) {
      if (item[SORT_KEY]?.S === HEADER) {
        header = await this.#headerIn(item);
        if (header === undefined) break;
        continue;
      }
      const record = recordOf(item);
      newestFirst.push(record);
      if (isBase(record)) break;
    }
    return header && { header, records: newestFirst.reverse() };
  }

  /**
   * The response to an earlier try of the same request may have been lost. A record that is there and equal, owner and
   * time included, is this one.
   */
  async append(id: ExecutionId, record: StoredRecord, endsBy?: Instant): Promise<boolean> {
    const item = recordItem(id, record, this.#removableAt(record.at, endsBy));
    const found = await putIfAbsent(this.#client, this.#table, item);
    return found === 'written' || isSameBody(found, item);
  }

  async readRecords(id: ExecutionId, from: EventId, to: EventId): Promise<readonly StoredRecord[]> {
    const newestFirst: StoredRecord[] = [];
    for await (const item of readBackwards(this.#client, this.#table, id, recordKey(to))) {
      const record = recordOf(item);
      newestFirst.push(record);
      if (isBase(record) && lastEventId(record) < from) break;
    }
    return newestFirst.reverse();
  }

  /**
   * A repeat, after the response to its first try was lost, finds its own record. Records from before are kept as long as
   * those to come, so that the history stays whole.
   */
  async reopen(
    id: ExecutionId,
    record: StoredRecord,
    redriven: Redriven,
    endsBy?: Instant,
  ): Promise<boolean> {
    const expires = this.#removableAt(record.at, endsBy);
    const item = recordItem(id, record, expires);
    await keepUntil(this.#client, this.#table, id, expires);
    const isWritten = await writeTogether(
      this.#client,
      [putNew(this.#table, item), reopening(this.#table, id, redriven)],
      this.#clock,
    );
    return isWritten || isSameBody(await this.#readItem(recordKeyOf(id, record.firstEventId)), item);
  }

  async close(id: ExecutionId, end: ExecutionEnd, endsBy?: Instant): Promise<void> {
    const expires = this.#removableAt(end.stoppedAt, endsBy) + HEADER_SLACK_SECONDS;
    await this.#busyFlows.write(id.flowId, (isBusy) => {
      const listing = listingPartition(end.status, id, isBusy);
      return closeHeader(this.#client, this.#table, id, end, { listing, expires });
    });
  }

  /** Looks again and again, ever more slowly, at least once a second. */
  async awaitEnd(id: ExecutionId, until: Instant): Promise<ExecutionHeader | undefined> {
    for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 2, LONGEST_POLL_MS)) {
      const header = await this.readHeader(id);
      const left = until - this.#clock.now();
      if (header === undefined || header.end !== undefined || left <= 0) return header;
      await this.#clock.sleep(Math.min(pause, left));
    }
  }

  async list(query: ExecutionQuery): Promise<ExecutionPage> {
    if (query.error !== undefined || query.label !== undefined || query.qualifier !== undefined)
      return await this.#search(query);
    const { positions, ...next } = await listedPage(this.#listed(await this.#busyFlows.lately()), query);
    return { executions: await this.#headersAt(positions, query), ...next };
  }

  async *listUnfinished(flowId: string): AsyncIterable<ExecutionId> {
    yield* unfinishedIds(this.#listed(await this.#busyFlows.now()), flowId);
  }

  #listed(busy: ReadonlySet<string>): ListedTable {
    return { client: this.#client, table: this.#table, busy };
  }

  /** Errors and labels stand in headers, so a page consists of some of the executions that the keys name. */
  async #search(query: ExecutionQuery): Promise<ExecutionPage> {
    const { limit, flowId, label } = query;
    const { positions, nextToken } =
      label === undefined
        ? await listedPage(this.#listed(await this.#busyFlows.lately()), { ...query, limit: LOOKED_AT })
        : await labelledPage(this.#client, this.#table, { ...query, label }, LOOKED_AT);
    const found: ExecutionHeader[] = [];
    for (let at = 0; at < positions.length && found.length <= limit; at += HEADERS_AT_ONCE) {
      found.push(...(await this.#headersAt(positions.slice(at, at + HEADERS_AT_ONCE), query)));
    }
    const last = found[limit - 1];
    if (found.length > limit && last !== undefined)
      return { executions: found.slice(0, limit), nextToken: encodeExecutionToken(flowId, last) };
    return { executions: found, ...(nextToken !== undefined && { nextToken }) };
  }

  /** The headers that are there and as they are asked for: the index lags behind, so one listed as running may have ended. */
  async #headersAt(
    positions: readonly ExecutionPosition[],
    { status, error, label, qualifier }: ExecutionQuery,
  ): Promise<ExecutionHeader[]> {
    const ids = new Map(positions.map(({ id }) => [partitionOf(id), id]));
    const keys = [...ids.values()].map(headerKey);
    const items = await batchGet(this.#client, this.#table, keys, this.#clock);
    const byKey = new Map(items.map((item) => [item[PARTITION_KEY]?.S, item]));
    const found = await Promise.all(positions.map(({ id }) => this.#headerIn(byKey.get(partitionOf(id)))));
    return (
      found
        // What is listed under another time, or without the label, comes of a start that found the name in use.
        .filter((header, index) => label === undefined || header?.startedAt === positions[index]?.startedAt)
        .filter((header) => header !== undefined)
        .filter((header) => label === undefined || labelEntries(header.labels).includes(label))
        .filter(({ end }) => status === undefined || (end?.status ?? 'Running') === status)
        .filter(
          ({ published }) => qualifier === undefined || (published?.qualifier ?? 'LATEST') === qualifier,
        )
        .filter(({ end }) => error === undefined || end?.failure?.error === error)
    );
  }

  async #putTogether(items: readonly Item[]): Promise<boolean> {
    return await writeTogether(
      this.#client,
      items.map((item) => putNew(this.#table, item)),
      this.#clock,
    );
  }

  async #readItem(Key: Item): Promise<Item | undefined> {
    const command = new GetItemCommand({ TableName: this.#table, Key, ConsistentRead: true });
    return (await this.#client.send(command)).Item;
  }

  /** The header in an item, unless it has expired; its output may be kept apart. */
  async #headerIn(item: Item | undefined): Promise<ExecutionHeader | undefined> {
    if (item === undefined) return undefined;
    const { end, ...header } = headerOf(item);
    if (end === undefined) return header;
    if (end.stoppedAt + this.#retentionSeconds * 1000 <= this.#clock.now()) return undefined;
    const output = end.output ?? outputOf(await this.#readItem(outputKey(header.id)));
    return { ...header, end: { ...end, output } };
  }

  /** The second from which nothing that is written at some instant can be of use. */
  #removableAt(at: Instant, endsBy: Instant = at + MAX_TIMEOUT_SECONDS * 1000): number {
    return Math.ceil(Math.max(at, endsBy) / 1000) + this.#retentionSeconds;
  }
}
