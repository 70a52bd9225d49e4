import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './items.ts';
import { PARTITION_KEY } from './table-schema.ts';

/**
 * Writes an item whose key is free. The response to an earlier try may have been lost: then the item that is found is this one.
 *
 * @returns `written`, or the item that has the key already, as far as DynamoDB returns it
 */
export async function putIfAbsent(
  client: DynamoDBClient,
  table: string,
  item: Item,
): Promise<Item | 'written'> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ConditionExpression: `attribute_not_exists(${PARTITION_KEY})`,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'written';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item ?? {};
    throw error;
  }
}
