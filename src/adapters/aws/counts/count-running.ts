import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { MOST_RUNNING, type RunningCount } from '../../../ports/flow-counts.ts';
import {
  LISTING_INDEX,
  LISTING_PARTITION_KEY,
  LISTING_SORT_KEY,
  listingPartitions,
} from '../dynamodb/table-schema.ts';
import type { ListedTable } from '../executions/execution-listing.ts';

/** Counts keys of the index and reads no execution: half a read unit for each forty that run, for a flow that is not busy. */
export async function countRunning(
  { client, table, busy }: ListedTable,
  flowId: string,
): Promise<RunningCount> {
  const partitions = listingPartitions('Running', flowId, busy.has(flowId));
  const counts = await Promise.all(
    partitions.map(async (partition) => {
      const { Count = 0 } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: LISTING_INDEX,
          Select: 'COUNT',
          Limit: MOST_RUNNING + 1,
          KeyConditionExpression: `${LISTING_PARTITION_KEY} = :partition AND begins_with(${LISTING_SORT_KEY}, :flow)`,
          ExpressionAttributeValues: { ':partition': { S: partition }, ':flow': { S: `${flowId}#` } },
        }),
      );
      return Count;
    }),
  );
  const running = counts.reduce((sum, count) => sum + count, 0);
  return { count: Math.min(running, MOST_RUNNING), isLeast: running > MOST_RUNNING };
}
