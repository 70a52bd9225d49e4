import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  DynamoDBServiceException,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ExecutionEnd, ExecutionId } from '../../../ports/execution-store.ts';
import { LISTING_PARTITION_KEY, PARTITION_KEY, TTL_ATTRIBUTE } from '../dynamodb/table-schema.ts';
import { END, headerKey, outputItem, packEnd, REDRIVES, type StoredEnd } from './header-item.ts';
import { goneOn, redrivesValue } from './reopen-header.ts';

/** Where an ended execution is listed, and the second after which DynamoDB may remove it. */
export interface EndedPlace {
  readonly listing: string;
  readonly expires: number;
}

/**
 * Writes an end into a header that has none, unless the execution has gone on since that end, and lists the execution at its new place.
 *
 * Input and output together fit into one item unless both are as large as they may be and hardly compressible: then
 * the output becomes an item of its own, written before the end that points to it.
 */
export async function closeHeader(
  client: DynamoDBClient,
  table: string,
  id: ExecutionId,
  end: ExecutionEnd,
  place: EndedPlace,
): Promise<void> {
  try {
    await writeEnd(client, table, id, end, place);
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    const { output, ...rest } = end;
    const item = { ...outputItem(id, output), [TTL_ATTRIBUTE]: { N: String(place.expires) } };
    await client.send(new PutItemCommand({ TableName: table, Item: item }));
    await writeEnd(client, table, id, rest, place);
  }
}

async function writeEnd(
  client: DynamoDBClient,
  table: string,
  id: ExecutionId,
  end: StoredEnd,
  { listing, expires }: EndedPlace,
): Promise<void> {
  const update = new UpdateItemCommand({
    TableName: table,
    Key: headerKey(id),
    UpdateExpression: 'SET #end = :end, #listing = :listing, #expires = :expires',
    ConditionExpression: `attribute_exists(#pk) AND attribute_not_exists(#end) AND ${goneOn(end.redrives)}`,
    ExpressionAttributeNames: {
      '#pk': PARTITION_KEY,
      '#end': END,
      '#redrives': REDRIVES,
      '#listing': LISTING_PARTITION_KEY,
      '#expires': TTL_ATTRIBUTE,
    },
    ExpressionAttributeValues: {
      ':end': { B: packEnd(end) },
      ':listing': { S: listing },
      ':expires': { N: String(expires) },
      ...redrivesValue(end.redrives),
    },
  });
  try {
    await client.send(update);
  } catch (error) {
    // It has an end already, perhaps this one: the response to an earlier try may have been lost.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

function isTooLarge(error: unknown): boolean {
  return (
    error instanceof DynamoDBServiceException &&
    error.name === 'ValidationException' &&
    /item size/i.test(error.message)
  );
}
