import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ExecutionEnd, ExecutionId } from '../../../ports/execution-store.ts';
import { LISTING_PARTITION_KEY, PARTITION_KEY, TTL_ATTRIBUTE } from '../dynamodb/table-schema.ts';
import { END, headerKey, packEnd, REDRIVES } from './header-item.ts';
import { goneOn, redrivesValue } from './reopen-header.ts';

/** Where an ended execution is listed, and the second after which DynamoDB may remove it. */
export interface EndedPlace {
  readonly listing: string;
  readonly expires: number;
}

/**
 * Writes an end into a header that has none, unless the execution has gone on since that end, and lists the execution at its new place.
 */
export async function closeHeader(
  client: DynamoDBClient,
  table: string,
  id: ExecutionId,
  end: ExecutionEnd,
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
