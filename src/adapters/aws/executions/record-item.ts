import { parseStored, stringifyJson } from '../../../common/json-text.ts';
import type { EventId } from '../../../interpreter/event.ts';
import type { ExecutionId, StoredRecord } from '../../../ports/execution-store.ts';
import { BODY, bytesOf, type Item, textOf } from '../dynamodb/items.ts';
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
 * It always fits: the engine commits `commitBytes` and one output of less than `inlineBytes` at most, and a snapshot of less
 * than that. So much fits even where compression gains nothing.
 */
export function recordItem(id: ExecutionId, record: StoredRecord, expires: number): Item {
  const { firstEventId, snapshot, ...body } = record;
  return {
    ...recordKeyOf(id, firstEventId),
    [TTL_ATTRIBUTE]: { N: String(expires) },
    [BODY]: { B: packText(stringifyJson(body)) },
    ...(snapshot !== undefined && { [SNAPSHOT]: { B: packText(stringifyJson(snapshot)) } }),
  };
}

/** The record in an item. */
export function recordOf(item: Item): StoredRecord {
  const body = bytesOf(item, BODY);
  const snapshot = bytesOf(item, SNAPSHOT);
  if (body === undefined) throw new Error('A stored record has no body');
  return {
    firstEventId: Number(textOf(item, SORT_KEY)),
    ...parseStored<Omit<StoredRecord, 'firstEventId' | 'snapshot'>>(unpackText(body)),
    ...(snapshot !== undefined && { snapshot: parseStored(unpackText(snapshot)) }),
  };
}
