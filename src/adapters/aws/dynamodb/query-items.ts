import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './items.ts';

/** The items that a query finds, page after page, in the order of the query; a page is read when it is needed. */
export async function* queryItems(
  client: DynamoDBClient,
  query: Omit<QueryCommandInput, 'ExclusiveStartKey'>,
): AsyncGenerator<Item, void> {
  let position: QueryCommandInput['ExclusiveStartKey'];
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ ...query, ...(position !== undefined && { ExclusiveStartKey: position }) }),
    );
    yield* Items;
    position = LastEvaluatedKey;
  } while (position !== undefined);
}
