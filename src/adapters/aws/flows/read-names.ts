import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/query-items.ts';
import { PARTITION_KEY, SORT_KEY } from '../dynamodb/table-schema.ts';

/** Sorts after everything that a name may hold. */
const LAST = '~';

/** The items of a partition in order of their sort keys: those that begin with `prefix`, behind `prefix` + `after`. */
export async function* readNames(
  client: DynamoDBClient,
  table: string,
  partition: string,
  { prefix = '', after = '' }: { readonly prefix?: string; readonly after?: string },
): AsyncGenerator<Item, void> {
  // The space sorts before everything that a name may hold, so `after` itself is left out.
  const from = after === '' ? prefix || ' ' : `${prefix}${after} `;
  yield* queryItems(client, {
    TableName: table,
    ConsistentRead: true,
    Limit: 100,
    KeyConditionExpression: `${PARTITION_KEY} = :pk AND ${SORT_KEY} BETWEEN :from AND :to`,
    ExpressionAttributeValues: {
      ':pk': { S: partition },
      ':from': { S: from },
      ':to': { S: `${prefix}${LAST}` },
    },
  });
}
