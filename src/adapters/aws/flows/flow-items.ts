import type { FlowRecord, ScheduleRecord } from '../../../ports/flow-store.ts';
import { BODY, bytesOf, type Item } from '../dynamodb/items.ts';
import { PARTITION_KEY, SCHEDULES, SORT_KEY } from '../dynamodb/table-schema.ts';
import { packText, unpackText } from '../executions/packed-text.ts';

const VERSION_DIGITS = 10;

/** Partition with one small item per flow: the list of names. */
export const DIRECTORY = 'flows';

/** Key of a flow's place in the list of names. */
export function directoryKey(name: string) {
  return key(DIRECTORY, name);
}

/** Key of a flow's newest version. */
export function newestKey(name: string) {
  return key(`flow#${name}`, 'newest');
}

/** Key of a version that stays for ever. */
export function versionKey(flowId: string, version: number) {
  return key(`versions#${flowId}`, String(version).padStart(VERSION_DIGITS, '0'));
}

/** Key of a published version. */
export function publishedKey(flowId: string, number: number) {
  return key(`published#${flowId}`, String(number).padStart(VERSION_DIGITS, '0'));
}

/** Key of all aliases of a flow. */
export function aliasesKey(flowId: string) {
  return key(`published#${flowId}`, 'aliases');
}

/** Key of a schedule. */
export function scheduleKey(flowId: string, name: string) {
  return key(SCHEDULES, `${flowId}#${name}`);
}

/** A flow or schedule under a key, with the attributes that conditions of later writes read. */
export function versionedItem(itemKey: Item, record: FlowRecord | ScheduleRecord): Item {
  return {
    ...itemKey,
    id: { S: record.id },
    version: { N: String(record.version) },
    [BODY]: { B: packText(JSON.stringify(record)) },
  };
}

/** The flow in an item. */
export function flowOf(item: Item): FlowRecord {
  return JSON.parse(bodyOf(item));
}

/** The schedule in an item. */
export function scheduleOf(item: Item): ScheduleRecord {
  return JSON.parse(bodyOf(item));
}

/** The condition under which `next` may replace the stored version: it is the one right after it. */
export function follows(next: FlowRecord | ScheduleRecord) {
  return {
    ConditionExpression: '#id = :id AND #version = :version',
    ExpressionAttributeNames: { '#id': 'id', '#version': 'version' },
    ExpressionAttributeValues: { ':id': { S: next.id }, ':version': { N: String(next.version - 1) } },
  };
}

function bodyOf(item: Item): string {
  const body = bytesOf(item, BODY);
  if (body === undefined) throw new Error('A stored flow or schedule has no body');
  return unpackText(body);
}

function key(partition: string, sort: string) {
  return { [PARTITION_KEY]: { S: partition }, [SORT_KEY]: { S: sort } };
}
