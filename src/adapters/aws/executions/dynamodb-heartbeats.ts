import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../../interpreter/event.ts';
import { type Heartbeat, type MissedHeartbeat, markedMissed } from '../../../interpreter/heartbeats.ts';
import type { ExecutionId } from '../../../ports/execution-store.ts';
import type { Heartbeats } from '../../../ports/heartbeats.ts';
import type { Item } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/query-items.ts';
import {
  HEARTBEAT,
  heartbeatKey,
  PARTITION_KEY,
  parseHeartbeatKey,
  partitionOf,
  SORT_KEY,
  TTL_ATTRIBUTE,
} from '../dynamodb/table-schema.ts';

/** The table of executions, and the time for which they are kept after their end. */
export interface HeartbeatParts {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly retentionSeconds: number;
}

/** Heartbeats in the table of executions: one item for each task that has sent any, written once per heartbeat. */
export class DynamoDbHeartbeats implements Heartbeats {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #retentionSeconds: number;

  constructor({ client, table, retentionSeconds }: HeartbeatParts) {
    this.#client = client;
    this.#table = table;
    this.#retentionSeconds = retentionSeconds;
  }

  /** A repeat, after the response to its first try was lost, finds a heartbeat that is as new. */
  async keep(execution: ExecutionId, heartbeat: Heartbeat, endsBy: Instant): Promise<boolean> {
    const { attempt, at } = heartbeat;
    const found = await this.#put(execution, heartbeat, endsBy, {
      ConditionExpression: `attribute_not_exists(#pk) OR #attempt < :attempt OR (#attempt = :attempt AND attribute_not_exists(#missed) AND #at < :at)`,
      ExpressionAttributeNames: {
        '#pk': PARTITION_KEY,
        '#attempt': 'attempt',
        '#missed': 'missed',
        '#at': 'at',
      },
      ExpressionAttributeValues: { ':attempt': { N: String(attempt) }, ':at': { N: String(at) } },
    });
    return found === undefined || (found.attempt === attempt && found.isMissed !== true);
  }

  async miss(execution: ExecutionId, missed: MissedHeartbeat, endsBy: Instant): Promise<boolean> {
    const { attempt } = missed;
    const newest = missed.newest?.at;
    const isAsSeen =
      newest === undefined
        ? 'attribute_not_exists(#pk) OR #attempt < :attempt'
        : '#attempt = :attempt AND #at = :at';
    const found = await this.#put(execution, markedMissed(missed), endsBy, {
      ConditionExpression: isAsSeen,
      ExpressionAttributeNames: {
        '#attempt': 'attempt',
        ...(newest === undefined ? { '#pk': PARTITION_KEY } : { '#at': 'at' }),
      },
      ExpressionAttributeValues: {
        ':attempt': { N: String(attempt) },
        ...(newest !== undefined && { ':at': { N: String(newest) } }),
      },
    });
    return found === undefined || (found.attempt === attempt && found.isMissed === true);
  }

  async list(execution: ExecutionId): Promise<readonly Heartbeat[]> {
    const found = queryItems(this.#client, {
      TableName: this.#table,
      ConsistentRead: true,
      KeyConditionExpression: `${PARTITION_KEY} = :partition AND begins_with(${SORT_KEY}, :prefix)`,
      ExpressionAttributeValues: { ':partition': { S: partitionOf(execution) }, ':prefix': { S: HEARTBEAT } },
    });
    const heartbeats: Heartbeat[] = [];
    for await (const item of found) heartbeats.push(heartbeatOf(item));
    return heartbeats;
  }

  /** Writes the item of a task. @returns the heartbeat in it, where the condition does not hold */
  async #put(
    execution: ExecutionId,
    { entry, attempt, at, detail, isMissed }: Heartbeat,
    endsBy: Instant,
    condition: Pick<
      PutItemCommandInput,
      'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
    >,
  ): Promise<Heartbeat | undefined> {
    const item: Item = {
      [PARTITION_KEY]: { S: partitionOf(execution) },
      [SORT_KEY]: { S: heartbeatKey(entry) },
      attempt: { N: String(attempt) },
      at: { N: String(at) },
      ...(detail !== undefined && { detail: { S: detail } }),
      ...(isMissed && { missed: { BOOL: true } }),
      [TTL_ATTRIBUTE]: { N: String(Math.ceil(endsBy / 1000) + this.#retentionSeconds) },
    };
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: item,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ...condition,
        }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return heartbeatOf(error.Item ?? item);
    }
  }
}

function heartbeatOf(item: Item): Heartbeat {
  const detail = item['detail']?.S;
  return {
    entry: parseHeartbeatKey(item[SORT_KEY]?.S ?? ''),
    attempt: Number(item['attempt']?.N),
    at: Number(item['at']?.N),
    ...(detail !== undefined && { detail }),
    ...(item['missed']?.BOOL && { isMissed: true }),
  };
}
