import { type DynamoDBClient, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { LISTING_INDEX, LISTING_PARTITION_KEY } from '../../../src/adapters/aws/dynamodb/table-schema.ts';

/** The partitions of executions of a flow that is not busy: a status and a bucket, no shard. */
const FIRST_SHARD = /^[A-Za-z]+#\d+$/;

/** The error of DynamoDB when a partition of the index takes no more. */
export const HOT_INDEX = {
  reason: 'IndexWriteKeyRangeThroughputExceeded',
  resource: `arn:aws:dynamodb:us-east-1:123456789012:table/executions/index/${LISTING_INDEX}`,
};

/** A client for whose writes the first partitions of the listing index are too hot, as long as `isHot` says so. */
export function withHotIndex(client: DynamoDBClient, isHot: () => boolean = () => true): DynamoDBClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      if (isHot() && FIRST_SHARD.test(listingIn(args.input))) {
        throw new ProvisionedThroughputExceededException({
          message: 'Throughput exceeds the current throughput limit',
          $metadata: {},
          ThrottlingReasons: [HOT_INDEX],
        });
      }
      return next(args);
    },
    { step: 'initialize', name: 'hotIndex' },
  );
  return client;
}

/** The partition of the index that a write puts its item into; empty for other requests. */
export function listingIn(input: object): string {
  const { Item, ExpressionAttributeValues, UpdateExpression } = input as {
    readonly Item?: Record<string, { readonly S?: string }>;
    readonly ExpressionAttributeValues?: Record<string, { readonly S?: string }>;
    readonly UpdateExpression?: string;
  };
  if (Item !== undefined) return Item[LISTING_PARTITION_KEY]?.S ?? '';
  return (UpdateExpression && ExpressionAttributeValues?.[':listing']?.S) || '';
}
