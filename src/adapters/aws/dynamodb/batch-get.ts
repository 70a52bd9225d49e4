import { BatchGetItemCommand, type DynamoDBClient, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../../ports/clock.ts';
import type { Item } from './items.ts';

/** Most keys of one request. */
const KEYS_AT_ONCE = 100;

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
const MOST_TRIES = 10;

/**
 * The items with these keys, in no order, read consistently; missing ones are left out.
 *
 * DynamoDB returns a part when the whole is too large or the table is busy: the rest is requested again.
 *
 * @throws when ten requests in a row have not brought everything.
 */
export async function batchGet(
  client: DynamoDBClient,
  table: string,
  keys: readonly Item[],
  clock: Pick<Clock, 'sleep'>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
    const Keys = keys.slice(at, at + KEYS_AT_ONCE).map((key) => ({ ...key }));
    found.push(...(await readChunk(client, table, { Keys, ConsistentRead: true }, clock)));
  }
  return found;
}

async function readChunk(
  client: DynamoDBClient,
  table: string,
  wanted: KeysAndAttributes,
  clock: Pick<Clock, 'sleep'>,
): Promise<Item[]> {
  const found: Item[] = [];
  let rest: KeysAndAttributes | undefined = wanted;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { Responses, UnprocessedKeys }: Answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: rest } }),
    );
    found.push(...(Responses?.[table] ?? []));
    rest = UnprocessedKeys?.[table];
    if (rest === undefined) return found;
    await clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS));
  }
  throw new Error(`Table ${table} left keys unread in ${MOST_TRIES} requests`);
}

interface Answer {
  readonly Responses?: Record<string, Item[]> | undefined;
  readonly UnprocessedKeys?: Record<string, KeysAndAttributes> | undefined;
}
