import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../../ports/clock.ts';
import type { FlowRecord, FlowStore, Page, PageRequest, ScheduleRecord } from '../../../ports/flow-store.ts';
import { decodePageToken, encodePageToken } from '../../../ports/page-token.ts';
import { batchGet } from '../dynamodb/batch-get.ts';
import { type Item, isSameBody, textOf } from '../dynamodb/items.ts';
import { PARTITION_KEY, SCHEDULES, SORT_KEY } from '../dynamodb/table-schema.ts';
import { writeTogether } from '../dynamodb/write-together.ts';
import { isOverload } from '../tell-overload.ts';
import { DynamoDbFlowVersions } from './dynamodb-flow-versions.ts';
import {
  DIRECTORY,
  directoryKey,
  flowOf,
  follows,
  newestKey,
  scheduleKey,
  scheduleOf,
  versionedItem,
  versionKey,
} from './flow-items.ts';
import { readNames } from './read-names.ts';

/** The table of flows and their schedules. */
export interface FlowStoreParts {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
}

/** How long a flow is read without consistency after a refusal. */
const HOT_MS = 10_000;

const IS_NEW = { ConditionExpression: `attribute_not_exists(${PARTITION_KEY})` };

/** Flows with all their versions, and schedules, in one DynamoDB table; everything is read consistently. */
export class DynamoDbFlowStore implements FlowStore {
  readonly published: DynamoDbFlowVersions;
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;
  readonly #hotUntil = new Map<string, number>();

  constructor({ client, table, clock }: FlowStoreParts) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
    this.published = new DynamoDbFlowVersions({ client, table, clock });
  }

  createFlow(flow: FlowRecord): Promise<boolean> {
    const TableName = this.#table;
    return this.#writeTogether([
      { Put: { TableName, Item: versionedItem(newestKey(flow.name), flow), ...IS_NEW } },
      { Put: { TableName, Item: versionedItem(versionKey(flow.id, flow.version), flow) } },
      { Put: { TableName, Item: { ...directoryKey(flow.name), id: { S: flow.id } } } },
    ]);
  }

  /**
   * One item takes 3,000 consistent reads a second. A flow that is started more often is read without consistency for a while, which costs
   * half: what starts in the moment of an update may then take the definition before it.
   */
  async readFlow(name: string): Promise<FlowRecord | undefined> {
    const now = this.#clock.now();
    const isHot = (this.#hotUntil.get(name) ?? 0) > now;
    const item = await this.#get(newestKey(name), !isHot).catch((error: unknown) => {
      if (isHot || !isOverload(error)) throw error;
      this.#hotUntil.set(name, now + HOT_MS);
      return this.#get(newestKey(name), false);
    });
    return item && flowOf(item);
  }

  /** A version never changes, so the cheap read is right whenever it finds one. */
  async readVersion(flowId: string, version: number): Promise<FlowRecord | undefined> {
    const key = versionKey(flowId, version);
    const item = (await this.#get(key, false)) ?? (await this.#get(key, true));
    return item && flowOf(item);
  }

  updateFlow(flow: FlowRecord): Promise<boolean> {
    const TableName = this.#table;
    return this.#writeTogether([
      { Put: { TableName, Item: versionedItem(newestKey(flow.name), flow), ...follows(flow) } },
      { Put: { TableName, Item: versionedItem(versionKey(flow.id, flow.version), flow) } },
    ]);
  }

  /** Schedules, versions and aliases go first: after a crash the flow is still there, and the next request can delete it again. */
  async deleteFlow(flow: FlowRecord): Promise<boolean> {
    for await (const item of this.#names(SCHEDULES, { prefix: `${flow.id}#` })) {
      await this.#delete(scheduleKey(flow.id, scheduleOf(item).name));
    }
    await this.published.clear(flow.id);
    const TableName = this.#table;
    const isThatFlow = {
      ConditionExpression: '#id = :id',
      ExpressionAttributeNames: { '#id': 'id' },
      ExpressionAttributeValues: { ':id': { S: flow.id } },
    };
    return this.#writeTogether([
      { Delete: { TableName, Key: newestKey(flow.name), ...isThatFlow } },
      { Delete: { TableName, Key: directoryKey(flow.name) } },
    ]);
  }

  /** Entries of earlier versions have no id: theirs is read with the flow. */
  async flowIds(): Promise<readonly string[]> {
    const ids: string[] = [];
    const names: string[] = [];
    for await (const item of this.#names(DIRECTORY, {})) {
      if (item['id']?.S === undefined) names.push(textOf(item, SORT_KEY));
      else ids.push(item['id'].S);
    }
    const old = await batchGet(this.#client, this.#table, names.map(newestKey), this.#clock);
    return [...ids, ...old.map((item) => textOf(item, 'id'))];
  }

  async listFlows(page: PageRequest): Promise<Page<FlowRecord>> {
    const entries = await this.#page('flows', page, (after) => this.#names(DIRECTORY, { after }));
    const names = entries.items.map((item) => textOf(item, SORT_KEY));
    const found = (await batchGet(this.#client, this.#table, names.map(newestKey), this.#clock)).map(flowOf);
    const byName = new Map(found.map((flow) => [flow.name, flow]));
    const items = names.map((name) => byName.get(name)).filter((flow) => flow !== undefined);
    return { ...entries, items };
  }

  /** The response to an earlier try of the same request may have been lost: the same schedule, id included, is this one. */
  async createSchedule(schedule: ScheduleRecord): Promise<boolean> {
    const item = versionedItem(scheduleKey(schedule.flowId, schedule.name), schedule);
    return this.#put({ Item: item, ...IS_NEW }, (found) => isSameBody(found, item));
  }

  async readSchedule(flowId: string, name: string): Promise<ScheduleRecord | undefined> {
    const item = await this.#get(scheduleKey(flowId, name), true);
    return item && scheduleOf(item);
  }

  updateSchedule(schedule: ScheduleRecord): Promise<boolean> {
    const item = versionedItem(scheduleKey(schedule.flowId, schedule.name), schedule);
    return this.#put({ Item: item, ...follows(schedule) }, () => false);
  }

  deleteSchedule(flowId: string, name: string): Promise<boolean> {
    return this.#delete(scheduleKey(flowId, name));
  }

  async listSchedules(flowId: string, page: PageRequest): Promise<Page<ScheduleRecord>> {
    const prefix = `${flowId}#`;
    const list = `schedules/${flowId}`;
    const found = await this.#page(list, page, (after) => this.#names(SCHEDULES, { prefix, after }));
    return { ...found, items: found.items.map(scheduleOf) };
  }

  async *allSchedules(): AsyncIterable<ScheduleRecord> {
    for await (const item of this.#names(SCHEDULES, {})) yield scheduleOf(item);
  }

  #names(
    partition: string,
    span: { readonly prefix?: string; readonly after?: string },
  ): AsyncIterable<Item> {
    return readNames(this.#client, this.#table, partition, span);
  }

  async #page(
    list: string,
    { limit, nextToken }: PageRequest,
    read: (after: string) => AsyncIterable<Item>,
  ): Promise<Page<Item>> {
    const [after = ''] = nextToken === undefined ? [] : decodePageToken(list, nextToken, 1);
    const items: Item[] = [];
    for await (const item of read(after)) {
      if (items.length === limit) return { items, nextToken: encodePageToken(list, [nameIn(items)]) };
      items.push(item);
    }
    return { items };
  }

  #writeTogether(items: Parameters<typeof writeTogether>[1]): Promise<boolean> {
    return writeTogether(this.#client, items, this.#clock);
  }

  async #get(Key: Item, isConsistent: boolean): Promise<Item | undefined> {
    const input = { TableName: this.#table, Key, ConsistentRead: isConsistent };
    return (await this.#client.send(new GetItemCommand(input))).Item;
  }

  async #put(
    input: Omit<PutItemCommandInput, 'TableName'>,
    isOurs: (found: Item | undefined) => boolean,
  ): Promise<boolean> {
    const whole = {
      ...input,
      TableName: this.#table,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    try {
      await this.#client.send(new PutItemCommand(whole));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return isOurs(error.Item);
      throw error;
    }
  }

  async #delete(Key: Item): Promise<boolean> {
    const input = { TableName: this.#table, Key, ReturnValues: 'ALL_OLD' } as const;
    return (await this.#client.send(new DeleteItemCommand(input))).Attributes !== undefined;
  }
}

/** The name of the last of a page, in whichever list. */
function nameIn(items: readonly Item[]): string {
  const [flowOrName = '', name] = (items.at(-1)?.[SORT_KEY]?.S ?? '').split('#');
  return name ?? flowOrName;
}
