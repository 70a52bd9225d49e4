import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../../ports/clock.ts';
import { overloaded } from '../tell-overload.ts';
import type { Item } from './items.ts';
import { PARTITION_KEY } from './table-schema.ts';

const MOST_TRIES = 8;
const FIRST_PAUSE_MS = 20;

/** Reasons that say nothing about the conditions: another transaction was in the way, or the table was busy. */
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** An item that is written only if none has its key. */
export function putNew(table: string, item: Item): TransactWriteItem {
  const ConditionExpression = `attribute_not_exists(${PARTITION_KEY})`;
  return { Put: { TableName: table, Item: item, ConditionExpression } };
}

/**
 * Writes everything or nothing; a repeat of the same request by the client counts once.
 *
 * DynamoDB rejects transactions that meet, and the client does not try those again: this does.
 *
 * @returns false, and has written nothing, when a condition does not hold.
 */
export async function writeTogether(
  client: DynamoDBClient,
  items: readonly TransactWriteItem[],
  clock: Pick<Clock, 'sleep'>,
): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [...items] }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
      if (codes.includes('ConditionalCheckFailed')) return false;
      if (!codes.some((code) => PASSING.has(code))) throw error;
      if (tries === MOST_TRIES) throw overloaded('DynamoDB', error);
      await clock.sleep(FIRST_PAUSE_MS * 2 ** tries * (0.5 + Math.random() / 2));
    }
  }
}
