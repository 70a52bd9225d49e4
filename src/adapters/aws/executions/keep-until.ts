import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ExecutionId } from '../../../ports/execution-store.ts';
import type { Item } from '../dynamodb/items.ts';
import { PARTITION_KEY, recordKey, SORT_KEY, TTL_ATTRIBUTE } from '../dynamodb/table-schema.ts';
import { readBackwards } from './read-backwards.ts';

const AT_ONCE = 50;

/**
 * Has DynamoDB keep the records of an execution until a second at least: one write for each that it would remove before.
 * A repeat finds them done.
 */
export async function keepUntil(
  client: DynamoDBClient,
  table: string,
  id: ExecutionId,
  expires: number,
): Promise<void> {
  let writing: Promise<void>[] = [];
  for await (const item of readBackwards(client, table, id, recordKey(Number.MAX_SAFE_INTEGER))) {
    if (Number(item[TTL_ATTRIBUTE]?.N ?? expires) >= expires) continue;
    writing.push(keep(client, table, item, expires));
    if (writing.length < AT_ONCE) continue;
    await Promise.all(writing);
    writing = [];
  }
  await Promise.all(writing);
}

async function keep(client: DynamoDBClient, table: string, item: Item, expires: number): Promise<void> {
  const key = { [PARTITION_KEY]: item[PARTITION_KEY], [SORT_KEY]: item[SORT_KEY] } as Record<
    string,
    Item[string]
  >;
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: key,
      UpdateExpression: 'SET #expires = :expires',
      ConditionExpression: 'attribute_exists(#pk)',
      ExpressionAttributeNames: { '#expires': TTL_ATTRIBUTE, '#pk': PARTITION_KEY },
      ExpressionAttributeValues: { ':expires': { N: String(expires) } },
    }),
  );
}
