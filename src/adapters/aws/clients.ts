import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Logger } from '../../ports/logger.ts';
import { observeCapacity, type UsedCapacity } from './observe-capacity.ts';
import { tellOverload } from './tell-overload.ts';

/** Observers of the clients. */
export interface Watchers {
  readonly logger: Logger;
  /** Called with the cost of each request to a table. */
  readonly onCapacity?: (used: UsedCapacity) => void;
}

/** Timeouts of requests that normally return at once; a lost one is then tried again. */
const BRIEF = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/** Tries of a request that a busy table refuses, some seconds in all; the dispatch message tries on after that. */
const STORE_ATTEMPTS = 4;

/** The clients of the engine itself. Where emulators are used, the environment says where they are, as for every AWS SDK. */
export function createEngineClients(region: string, { onCapacity }: Pick<Watchers, 'onCapacity'> = {}) {
  const dynamoDb = new DynamoDBClient({ region, maxAttempts: STORE_ATTEMPTS, requestHandler: BRIEF });
  if (onCapacity !== undefined) observeCapacity(dynamoDb, onCapacity);
  return {
    dynamoDb: tellOverload(dynamoDb, 'DynamoDB'),
    // Emulators return queue URLs with hosts that do not resolve everywhere. The sender tries again, with another id.
    sqs: tellOverload(
      new SQSClient({ region, useQueueUrlAsEndpoint: false, maxAttempts: 1, requestHandler: BRIEF }),
      'SQS',
    ),
    scheduler: tellOverload(new SchedulerClient({ region, requestHandler: BRIEF }), 'EventBridge Scheduler'),
  };
}

/** The clients of the engine itself. */
export type EngineClients = ReturnType<typeof createEngineClients>;
