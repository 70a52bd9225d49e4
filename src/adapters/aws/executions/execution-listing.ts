import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ExecutionId, ExecutionQuery } from '../../../ports/execution-store.ts';
import { decodeExecutionToken, encodeExecutionToken } from '../../../ports/page-token.ts';
import { type Item, textOf } from '../dynamodb/items.ts';
import {
  bucketOf,
  LISTING_INDEX,
  LISTING_PARTITION_KEY,
  LISTING_SORT_KEY,
  type ListedStatus,
  listingKey,
  listingPartition,
  PARTITION_KEY,
  parseListingKey,
  partitionOf,
} from '../dynamodb/table-schema.ts';

const STATUSES: readonly ListedStatus[] = ['Running', 'Stopped', 'Succeeded', 'Failed', 'TimedOut'];

/** Sorts after everything that may follow a time in a key. */
const LAST = '~';

/** Ids of one page, newest first, and where the next page begins. */
export interface ListedPage {
  readonly ids: readonly ExecutionId[];
  readonly nextToken?: string;
}

/** Inclusive bounds of the index's sort key. */
interface Span {
  readonly from: string;
  readonly to: string;
}

/**
 * The ids that a query asks for, newest first.
 *
 * Without a status, the newest of every status are merged: each is one request. A name prefix is looked for among what
 * the other conditions leave.
 */
export async function listedPage(
  client: DynamoDBClient,
  table: string,
  query: ExecutionQuery,
): Promise<ListedPage> {
  const { flowId, limit } = query;
  const span = spanOf(query);
  const statuses = STATUSES.filter((status) => query.status === undefined || query.status === status);
  if (span.from > span.to) return { ids: [] };
  const newest = await Promise.all(
    statuses.map((status) =>
      newestKeys(client, table, listingPartition(status, bucketOf(flowId)), span, query),
    ),
  );
  // While one moves from status to status, the index may show it twice.
  const keys = [...new Set(newest.flat())].sort().reverse();
  const page = keys.slice(0, limit).map(parseListingKey);
  const ids = page.map(({ id }) => id);
  const last = page.at(-1);
  if (last === undefined || keys.length === page.length) return { ids };
  const position = { startedAt: last.startedAt, name: last.id.name };
  return { ids, nextToken: encodeExecutionToken(flowId, position) };
}

/** Ids of all executions of a flow that are listed as running. */
export async function* unfinishedIds(
  client: DynamoDBClient,
  table: string,
  flowId: string,
): AsyncGenerator<ExecutionId, void> {
  const partition = listingPartition('Running', bucketOf(flowId));
  const span = { from: `${flowId}#`, to: `${flowId}#${LAST}` };
  for await (const item of readIndex(client, table, partition, span, {})) {
    yield parseListingKey(textOf(item, LISTING_SORT_KEY)).id;
  }
}

function spanOf({ flowId, startedFrom, startedTo, nextToken }: ExecutionQuery): Span {
  const position = nextToken === undefined ? undefined : decodeExecutionToken(flowId, nextToken);
  const from = listingKey(flowId, startedFrom ?? 0);
  const to = listingKey(flowId, startedTo ?? Number.MAX_SAFE_INTEGER, LAST);
  const before = position && listingKey(flowId, position.startedAt, position.name);
  return { from, to: before !== undefined && before < to ? before : to };
}

/** At least the newest `limit + 1` keys in a span, behind the one where the page before ended. */
async function newestKeys(
  client: DynamoDBClient,
  table: string,
  partition: string,
  span: Span,
  { flowId, limit, namePrefix, nextToken }: ExecutionQuery,
): Promise<string[]> {
  const keys: string[] = [];
  const prefix = namePrefix === undefined ? undefined : partitionOf({ flowId, name: namePrefix });
  const pageSize = prefix === undefined ? limit + 2 : undefined;
  for await (const item of readIndex(client, table, partition, span, { prefix, pageSize })) {
    const key = textOf(item, LISTING_SORT_KEY);
    if (nextToken !== undefined && key === span.to) continue;
    keys.push(key);
    if (keys.length > limit) break;
  }
  return keys;
}

/** Items of one partition of the index in a span, newest first. */
async function* readIndex(
  client: DynamoDBClient,
  table: string,
  partition: string,
  { from, to }: Span,
  { prefix, pageSize }: { readonly prefix?: string | undefined; readonly pageSize?: number | undefined },
): AsyncGenerator<Item, void> {
  let position: Record<string, Item[string]> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: LISTING_INDEX,
        ScanIndexForward: false,
        KeyConditionExpression: `${LISTING_PARTITION_KEY} = :partition AND ${LISTING_SORT_KEY} BETWEEN :from AND :to`,
        ExpressionAttributeValues: {
          ':partition': { S: partition },
          ':from': { S: from },
          ':to': { S: to },
          ...(prefix !== undefined && { ':prefix': { S: prefix } }),
        },
        ...(prefix !== undefined && { FilterExpression: `begins_with(${PARTITION_KEY}, :prefix)` }),
        ...(pageSize !== undefined && { Limit: pageSize }),
        ...(position !== undefined && { ExclusiveStartKey: position }),
      }),
    );
    yield* Items;
    position = LastEvaluatedKey;
  } while (position !== undefined);
}
