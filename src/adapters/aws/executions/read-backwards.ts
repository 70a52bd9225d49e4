import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ExecutionId } from '../../../ports/execution-store.ts';
import type { Item } from '../dynamodb/items.ts';
import { PARTITION_KEY, partitionOf, SORT_KEY } from '../dynamodb/table-schema.ts';

/** Enough for most executions as a whole, and few enough that little is read in vain where a snapshot comes early. */
const FIRST_PAGE = 25;
const NEXT_PAGE = 100;

/** The items of an execution whose sort key is at most `last`, the greatest first, read consistently. */
export async function* readBackwards(
  client: DynamoDBClient,
  table: string,
  id: ExecutionId,
  last: string,
): AsyncGenerator<Item, void> {
  let position: Record<string, Item[string]> | undefined;
  let limit = FIRST_PAGE;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: limit,
        KeyConditionExpression: `${PARTITION_KEY} = :pk AND ${SORT_KEY} <= :last`,
        ExpressionAttributeValues: { ':pk': { S: partitionOf(id) }, ':last': { S: last } },
        ...(position !== undefined && { ExclusiveStartKey: position }),
      }),
    );
    yield* Items;
    position = LastEvaluatedKey;
    limit = NEXT_PAGE;
  } while (position !== undefined);
}
