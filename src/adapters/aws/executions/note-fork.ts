import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ExecutionId } from '../../../ports/execution-store.ts';
import { PARTITION_KEY } from '../dynamodb/table-schema.ts';
import { FORKS, headerKey } from './header-item.ts';

/** Adds a name to the forks in a header, if the execution is there. */
export async function noteFork(
  client: DynamoDBClient,
  table: string,
  id: ExecutionId,
  name: string,
): Promise<void> {
  const update = new UpdateItemCommand({
    TableName: table,
    Key: headerKey(id),
    UpdateExpression: 'ADD #forks :name',
    ConditionExpression: 'attribute_exists(#pk)',
    ExpressionAttributeNames: { '#pk': PARTITION_KEY, '#forks': FORKS },
    ExpressionAttributeValues: { ':name': { SS: [name] } },
  });
  try {
    await client.send(update);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
