import { parseStored, stringifyJson } from '../../../common/json-text.ts';
import type { EventId } from '../../../interpreter/event.ts';
import type { ExecutionRecord } from '../../../interpreter/record.ts';
import type { ExecutionId } from '../../../ports/execution-store.ts';
import { BODY, bytesOf, type Item, itemBytes, MAX_ITEM_BYTES, textOf } from '../dynamodb/items.ts';
import { PARTITION_KEY, partitionOf, recordKey, SORT_KEY, TTL_ATTRIBUTE } from '../dynamodb/table-schema.ts';
import { packText, unpackText } from './packed-text.ts';

const SNAPSHOT = 'snapshot';

/** Key of the record that begins with an event. */
export function recordKeyOf(id: ExecutionId, firstEventId: EventId) {
  return { [PARTITION_KEY]: { S: partitionOf(id) }, [SORT_KEY]: { S: recordKey(firstEventId) } };
}

/**
 * A record as an item that DynamoDB keeps until `expires`, in seconds.
 *
 * A snapshot that would make the item too large is left out: loading then begins at an earlier one. The events of one
 * commit always fit: an engine that keeps to the default limits commits 384 KiB of outputs at most, and that much fits
 * even where compression gains nothing.
 */
export function recordItem(id: ExecutionId, record: ExecutionRecord, expires: number): Item {
  const { firstEventId, snapshot, ...body } = record;
  const item: Item = {
    ...recordKeyOf(id, firstEventId),
    [TTL_ATTRIBUTE]: { N: String(expires) },
    [BODY]: { B: packText(stringifyJson(body)) },
  };
  if (snapshot === undefined) return item;
  const whole = { ...item, [SNAPSHOT]: { B: packText(stringifyJson(snapshot)) } };
  return itemBytes(whole) <= MAX_ITEM_BYTES ? whole : item;
}

/** The record in an item. */
export function recordOf(item: Item): ExecutionRecord {
  const body = bytesOf(item, BODY);
  const snapshot = bytesOf(item, SNAPSHOT);
  if (body === undefined) throw new Error('A stored record has no body');
  return {
    firstEventId: Number(textOf(item, SORT_KEY)),
    ...parseStored<Omit<ExecutionRecord, 'firstEventId' | 'snapshot'>>(unpackText(body)),
    ...(snapshot !== undefined && { snapshot: parseStored(unpackText(snapshot)) }),
  };
}
