import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ExecutionId, ExecutionQuery } from '../../../ports/execution-store.ts';
import {
  decodeExecutionToken,
  type ExecutionPosition,
  encodeExecutionToken,
} from '../../../ports/page-token.ts';
import { type Item, textOf } from '../dynamodb/items.ts';
import {
  LISTING_INDEX,
  LISTING_PARTITION_KEY,
  LISTING_SORT_KEY,
  type ListedStatus,
  listingKey,
  listingPartitions,
  PARTITION_KEY,
  parseListingKey,
  partitionOf,
} from '../dynamodb/table-schema.ts';
import { mergeNewest } from './merge-newest.ts';

const STATUSES: readonly ListedStatus[] = ['Running', 'Stopped', 'Succeeded', 'Failed', 'TimedOut'];

/** Those of executions that ended with an error. */
const WITH_ERROR: ReadonlySet<ListedStatus> = new Set(['Stopped', 'Failed', 'TimedOut']);

/** Sorts after everything that may follow a time in a key. */
const LAST = '~';

/** As many keys as are read for the price of one. */
const KEYS_OF_ONE_UNIT = 20;

/** The table, and those of its flows whose executions are listed in many partitions. */
export interface ListedTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly busy: ReadonlySet<string>;
}

/** Ids of one page, newest first, and where the next page begins. */
export interface ListedPage {
  readonly positions: readonly ExecutionPosition[];
  readonly nextToken?: string;
}

/** Inclusive bounds of the index's sort key. */
interface Bounds {
  readonly from: string;
  readonly to: string;
}

/** A part of one partition of the index, and how many items a request asks for. */
interface Span extends Bounds {
  readonly partition: string;
  readonly pageSize: number | undefined;
}

/**
 * The keys of the executions that a query asks for, newest first; its condition on errors is not applied yet.
 *
 * The index has a list for each flow and status, or several of them if the flow is busy: the newest of each are merged, one request for
 * each at the least. A name prefix is looked for among the keys that meet the other conditions.
 */
export async function listedPage(listed: ListedTable, query: ExecutionQuery): Promise<ListedPage> {
  const { flowId: wanted, limit, nextToken } = query;
  const before = nextToken === undefined ? undefined : decodeExecutionToken(wanted, nextToken);
  const flowIds = [wanted].flat();
  const statuses = STATUSES.filter((status) => isWanted(status, query));
  const sources = flowIds.flatMap((flowId) => {
    const bounds = boundsOf(flowId, query, before);
    if (bounds.from > bounds.to) return [];
    const isBusy = listed.busy.has(flowId);
    // Of several lists few executions each are on a page; a key more tells whether another page follows, one may be the last page's.
    const pageSize = flowIds.length === 1 && !isBusy ? limit + 2 : KEYS_OF_ONE_UNIT;
    const span = { ...bounds, pageSize: query.namePrefix === undefined ? pageSize : undefined };
    return statuses
      .flatMap((status) => listingPartitions(status, flowId, isBusy))
      .map((partition) => listedKeys(listed, { ...span, partition }, query.namePrefix));
  });
  const positions: ExecutionPosition[] = [];
  for await (const position of mergeNewest(sources)) {
    if (before !== undefined && isSame(position, before)) continue;
    const last = positions.at(-1);
    // While one moves from status to status, the index may show it twice.
    if (last !== undefined && isSame(position, last)) continue;
    if (positions.length === limit && last !== undefined)
      return { positions, nextToken: encodeExecutionToken(wanted, last) };
    positions.push(position);
  }
  return { positions };
}

/** Ids of all executions of a flow that are listed as running. */
export async function* unfinishedIds(listed: ListedTable, flowId: string): AsyncGenerator<ExecutionId, void> {
  const span = { from: `${flowId}#`, to: `${flowId}#${LAST}`, pageSize: undefined };
  for (const partition of listingPartitions('Running', flowId, listed.busy.has(flowId))) {
    for await (const { id } of listedKeys(listed, { ...span, partition })) yield id;
  }
}

function isWanted(status: ListedStatus, query: ExecutionQuery): boolean {
  if (query.status !== undefined && query.status !== status) return false;
  return query.error === undefined || WITH_ERROR.has(status);
}

/** The part of a flow's keys that a page may hold: from the position on where the page before ended. */
function boundsOf(
  flowId: string,
  { startedFrom, startedTo }: ExecutionQuery,
  before: ExecutionPosition | undefined,
): Bounds {
  const from = listingKey(flowId, startedFrom ?? 0);
  const to = listingKey(flowId, startedTo ?? Number.MAX_SAFE_INTEGER, LAST);
  const newest = before && newestBehind(flowId, before);
  return { from, to: newest !== undefined && newest < to ? newest : to };
}

/** The newest key that a flow's execution behind a position may have. */
function newestBehind(flowId: string, { startedAt, id }: ExecutionPosition): string {
  if (flowId === id.flowId) return listingKey(flowId, startedAt, id.name);
  return listingKey(flowId, startedAt, flowId < id.flowId ? LAST : '');
}

function isSame(one: ExecutionPosition, other: ExecutionPosition): boolean {
  return one.id.name === other.id.name && one.id.flowId === other.id.flowId;
}

/** The keys of one partition of the index in a span, newest first. */
async function* listedKeys(
  { client, table }: ListedTable,
  { partition, from, to, pageSize }: Span,
  namePrefix?: string,
): AsyncGenerator<ExecutionPosition, void> {
  const prefix =
    namePrefix === undefined
      ? undefined
      : partitionOf({ flowId: parseListingKey(from).id.flowId, name: namePrefix });
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
    for (const item of Items) yield parseListingKey(textOf(item, LISTING_SORT_KEY));
    position = LastEvaluatedKey;
  } while (position !== undefined);
}
