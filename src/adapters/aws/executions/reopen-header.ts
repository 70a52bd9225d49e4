import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { ExecutionId, Redriven } from '../../../ports/execution-store.ts';
import {
  LISTING_PARTITION_KEY,
  listingPartition,
  PARTITION_KEY,
  TTL_ATTRIBUTE,
} from '../dynamodb/table-schema.ts';
import { END, headerKey, REDRIVEN, REDRIVES } from './header-item.ts';
import { packText } from './packed-text.ts';

/** The condition that an execution has gone on so often after an end; `#redrives` names the attribute. */
export function goneOn(redrives = 0): string {
  return redrives === 0 ? 'attribute_not_exists(#redrives)' : '#redrives = :redrives';
}

/** The value that the condition compares, if it has one. */
export function redrivesValue(redrives = 0): Record<string, AttributeValue> {
  return redrives === 0 ? {} : { ':redrives': { N: String(redrives) } };
}

/** Takes the end out of a header, lists the execution as running again, in the first partition, and lets it be kept without a limit of time. */
export function reopening(table: string, id: ExecutionId, redriven: Redriven): TransactWriteItem {
  const before = redriven.count - 1;
  return {
    Update: {
      TableName: table,
      Key: headerKey(id),
      UpdateExpression:
        'SET #redrives = :count, #redriven = :redriven, #listing = :listing REMOVE #end, #expires',
      ConditionExpression: `attribute_exists(#pk) AND attribute_exists(#end) AND ${goneOn(before)}`,
      ExpressionAttributeNames: {
        '#pk': PARTITION_KEY,
        '#end': END,
        '#redrives': REDRIVES,
        '#redriven': REDRIVEN,
        '#listing': LISTING_PARTITION_KEY,
        '#expires': TTL_ATTRIBUTE,
      },
      ExpressionAttributeValues: {
        ':count': { N: String(redriven.count) },
        ':redriven': { B: packText(JSON.stringify(redriven)) },
        ':listing': { S: listingPartition('Running', id, false) },
        ...redrivesValue(before),
      },
    },
  };
}
