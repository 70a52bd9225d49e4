import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../../ports/clock.ts';
import type { FlowAliases, FlowVersions, PublishedVersion } from '../../../ports/flow-versions.ts';
import { BODY, bytesOf, type Item, isSameBody, textOf } from '../dynamodb/items.ts';
import { putIfAbsent } from '../dynamodb/put-if-absent.ts';
import { PARTITION_KEY, SORT_KEY } from '../dynamodb/table-schema.ts';
import { writeTogether } from '../dynamodb/write-together.ts';
import { packText, unpackText } from '../executions/packed-text.ts';
import { aliasesKey, publishedKey } from './flow-items.ts';

/** Where published versions are kept: with the flows. */
export interface FlowVersionsParts {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
}

const VERSION = 'version';
const MOST_NUMBER = 9_999_999_999;

/**
 * Published versions, one item each, and all aliases of a flow in one, which is what a start by alias reads. An item without a
 * body is left of a deleted version: its number stays taken.
 */
export class DynamoDbFlowVersions implements FlowVersions {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor({ client, table, clock }: FlowVersionsParts) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  async lastNumber(flowId: string): Promise<number> {
    const [last] = await this.#items(flowId, { after: 0, limit: 1, isForward: false });
    return last === undefined ? 0 : Number(textOf(last, SORT_KEY));
  }

  /** The response to an earlier try of the same request may have been lost: the same version is this one. */
  async publish(version: PublishedVersion): Promise<boolean> {
    const item = {
      ...publishedKey(version.flowId, version.number),
      [BODY]: { B: packText(JSON.stringify(version)) },
    };
    const found = await putIfAbsent(this.#client, this.#table, item);
    return found === 'written' || isSameBody(found, item);
  }

  async read(flowId: string, number: number): Promise<PublishedVersion | undefined> {
    const item = await this.#get(publishedKey(flowId, number));
    return item && versionOf(item);
  }

  async list(flowId: string, after: number, limit: number): Promise<readonly PublishedVersion[]> {
    const found: PublishedVersion[] = [];
    for (let last = after; found.length < limit; ) {
      const items = await this.#items(flowId, { after: last, limit, isForward: true });
      found.push(...items.map(versionOf).filter((version) => version !== undefined));
      const newest = items.at(-1);
      if (newest === undefined) break;
      last = Number(textOf(newest, SORT_KEY));
    }
    return found.slice(0, limit);
  }

  delete(flowId: string, number: number, read: FlowAliases): Promise<boolean> {
    const TableName = this.#table;
    const Item = publishedKey(flowId, number);
    return this.#writeTogether([
      { Put: { TableName, Item, ConditionExpression: `attribute_exists(${BODY})` } },
      { ConditionCheck: { TableName, Key: aliasesKey(flowId), ...isVersion(read.version) } },
    ]);
  }

  async readAliases(flowId: string): Promise<FlowAliases> {
    const item = await this.#get(aliasesKey(flowId));
    return item === undefined ? { flowId, version: 0, aliases: [] } : JSON.parse(bodyOf(item) ?? '');
  }

  writeAliases(aliases: FlowAliases): Promise<boolean> {
    const { flowId, version } = aliases;
    const TableName = this.#table;
    const Item = {
      ...aliasesKey(flowId),
      [VERSION]: { N: String(version) },
      [BODY]: { B: packText(JSON.stringify(aliases)) },
    };
    const numbers = new Set(aliases.aliases.flatMap(({ routes }) => routes.map(({ number }) => number)));
    const checks = [...numbers].map((number) => ({
      ConditionCheck: {
        TableName,
        Key: publishedKey(flowId, number),
        ConditionExpression: `attribute_exists(${BODY})`,
      },
    }));
    return this.#writeTogether([{ Put: { TableName, Item, ...isVersion(version - 1) } }, ...checks]);
  }

  /** Forgets all of a flow that is being deleted. */
  async clear(flowId: string): Promise<void> {
    for (let after = 0; ; ) {
      const items = await this.#items(flowId, { after, limit: 100, isForward: true });
      const newest = items.at(-1);
      if (newest === undefined) break;
      after = Number(textOf(newest, SORT_KEY));
      await Promise.all(
        items.map((item) => this.#delete(publishedKey(flowId, Number(textOf(item, SORT_KEY))))),
      );
    }
    await this.#delete(aliasesKey(flowId));
  }

  /** Versions in order of their numbers, deleted ones among them, behind one number. */
  async #items(
    flowId: string,
    { after, limit, isForward }: { after: number; limit: number; isForward: boolean },
  ): Promise<readonly Item[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        ConsistentRead: true,
        ScanIndexForward: isForward,
        Limit: limit,
        KeyConditionExpression: `${PARTITION_KEY} = :partition AND ${SORT_KEY} BETWEEN :first AND :last`,
        ExpressionAttributeValues: {
          ':partition': publishedKey(flowId, 0)[PARTITION_KEY],
          ':first': publishedKey(flowId, after + 1)[SORT_KEY],
          ':last': publishedKey(flowId, MOST_NUMBER)[SORT_KEY],
        },
      }),
    );
    return Items;
  }

  async #get(Key: Item): Promise<Item | undefined> {
    const input = { TableName: this.#table, Key, ConsistentRead: true };
    return (await this.#client.send(new GetItemCommand(input))).Item;
  }

  async #delete(Key: Item): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key }));
  }

  #writeTogether(items: readonly TransactWriteItem[]): Promise<boolean> {
    return writeTogether(this.#client, items, this.#clock);
  }
}

/** The condition under which the aliases are of a version; none were written in version 0. */
function isVersion(version: number) {
  if (version === 0) return { ConditionExpression: `attribute_not_exists(${PARTITION_KEY})` };
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': VERSION },
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  };
}

function versionOf(item: Item): PublishedVersion | undefined {
  const body = bodyOf(item);
  return body === undefined ? undefined : JSON.parse(body);
}

function bodyOf(item: Item): string | undefined {
  const body = bytesOf(item, BODY);
  return body && unpackText(body);
}
