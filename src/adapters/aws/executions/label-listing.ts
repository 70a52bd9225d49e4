import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { labelEntries } from '../../../flow/labels.ts';
import type { ExecutionHeader, ExecutionQuery } from '../../../ports/execution-store.ts';
import {
  decodeExecutionToken,
  type ExecutionPosition,
  encodeExecutionToken,
} from '../../../ports/page-token.ts';
import { textOf } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/query-items.ts';
import {
  LABEL_SHARDS,
  labelKey,
  labelPartition,
  labelShardOf,
  PARTITION_KEY,
  parseLabelKey,
  SORT_KEY,
  TTL_ATTRIBUTE,
} from '../dynamodb/table-schema.ts';
import type { ListedPage } from './execution-listing.ts';
import { mergeNewest } from './merge-newest.ts';

/** Sorts after everything that a key may hold. */
const LAST = '~';

/**
 * Writes the items by which an execution is found by its labels: keys alone, removed by DynamoDB after `expires`, in seconds.
 *
 * They are written before the header, so that every known execution is found. An item without a header, or with one that
 * differs, belongs to a start that came to nothing.
 */
export async function putLabels(
  client: DynamoDBClient,
  table: string,
  { id, startedAt, labels }: ExecutionHeader,
  expires: number,
): Promise<void> {
  const shard = labelShardOf(id);
  const items = labelEntries(labels).map((label) => ({
    [PARTITION_KEY]: { S: labelPartition(label, shard) },
    [SORT_KEY]: { S: labelKey(startedAt, id) },
    [TTL_ATTRIBUTE]: { N: String(expires) },
  }));
  await Promise.all(items.map((Item) => client.send(new PutItemCommand({ TableName: table, Item }))));
}

/** Where executions of a label stand, newest first, that are of the wanted flows, names and times; `most` keys are looked at. */
export async function labelledPage(
  client: DynamoDBClient,
  table: string,
  query: ExecutionQuery & { readonly label: string },
  most: number,
): Promise<ListedPage> {
  const { flowId: wanted, label, nextToken, namePrefix = '' } = query;
  const before = nextToken === undefined ? undefined : decodeExecutionToken(wanted, nextToken);
  const from = labelKey(query.startedFrom ?? 0);
  const newest = labelKey(query.startedTo ?? Number.MAX_SAFE_INTEGER, { flowId: LAST, name: '' });
  const behind = before && labelKey(before.startedAt, before.id);
  const to = behind !== undefined && behind < newest ? behind : newest;
  if (from > to) return { positions: [] };
  const shards = Array.from({ length: LABEL_SHARDS }, (_, shard) =>
    keysIn(client, table, labelPartition(label, shard), { from, to, behind }),
  );
  const flowIds = new Set([wanted].flat());
  const positions: ExecutionPosition[] = [];
  let last: ExecutionPosition | undefined;
  let looked = 0;
  for await (const position of mergeNewest(shards)) {
    if (looked === most && last !== undefined)
      return { positions, nextToken: encodeExecutionToken(wanted, last) };
    looked += 1;
    last = position;
    if (flowIds.has(position.id.flowId) && position.id.name.startsWith(namePrefix)) positions.push(position);
  }
  return { positions };
}

/** The items of one partition in a span, newest first, without those `behind` the page before. */
async function* keysIn(
  client: DynamoDBClient,
  table: string,
  partition: string,
  { from, to, behind }: { readonly from: string; readonly to: string; readonly behind: string | undefined },
): AsyncGenerator<ExecutionPosition, void> {
  const items = queryItems(client, {
    TableName: table,
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: 20,
    KeyConditionExpression: `${PARTITION_KEY} = :partition AND ${SORT_KEY} BETWEEN :first AND :last`,
    ExpressionAttributeValues: {
      ':partition': { S: partition },
      ':first': { S: from },
      ':last': { S: to },
    },
  });
  for await (const item of items) {
    const key = textOf(item, SORT_KEY);
    if (key !== behind) yield parseLabelKey(key);
  }
}
