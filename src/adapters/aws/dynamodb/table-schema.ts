import { createHash } from 'node:crypto';
import type { EventId, ExecutionStatus, Instant } from '../../../interpreter/event.ts';
import type { ExecutionId } from '../../../ports/execution-store.ts';

/** Partition key of both tables, a string. */
export const PARTITION_KEY = 'pk';

/** Sort key of both tables, a string. */
export const SORT_KEY = 'sk';

/** Attribute of the executions table with the second after which DynamoDB may remove an item. */
export const TTL_ATTRIBUTE = 'expires';

/** The executions table's only index: it holds the keys of headers and nothing else (projection KEYS_ONLY). */
export const LISTING_INDEX = 'listing';

/** Partition key of the index, a string: status and bucket of the flow. */
export const LISTING_PARTITION_KEY = 'listing';

/** Sort key of the index, a string: flow, start time and name. */
export const LISTING_SORT_KEY = 'started';

/** Sort key of the item that is written twice. Greater than that of every record. */
export const HEADER = 'header';

/** Sort key of an output that does not fit beside the input of its execution. */
export const OUTPUT = 'output';

/** Partitions of the index per status: enough to spread flows. */
const BUCKETS = 64;

const EVENT_DIGITS = 8;
const TIME_DIGITS = 15;
const MAX_TIME = 10 ** TIME_DIGITS - 1;

/** The status under which an execution is listed; one that has not ended is `Running`. */
export type ListedStatus = Exclude<ExecutionStatus, 'Starting'>;

/** Partition key of everything that belongs to an execution. */
export function partitionOf({ flowId, name }: ExecutionId): string {
  return `${flowId}#${name}`;
}

/** Sort key of the record that begins with an event; the order of keys is that of events. */
export function recordKey(firstEventId: EventId): string {
  const largest = 10 ** EVENT_DIGITS - 1;
  return String(Math.min(Math.max(firstEventId, 0), largest)).padStart(EVENT_DIGITS, '0');
}

/** The bucket that all executions of a flow are listed in. */
export function bucketOf(flowId: string): number {
  return createHash('sha256').update(flowId).digest().readUInt16BE() % BUCKETS;
}

/** Partition key of the index for a status and a bucket. */
export function listingPartition(status: ListedStatus, bucket: number): string {
  return `${status}#${bucket}`;
}

/** Shards of the executions of one label: enough for some thousand starts a second that share one. */
export const LABEL_SHARDS = 8;

/** Partition key of the items that find executions by a label, `name=value`; those of one execution are in one shard. */
export function labelPartition(label: string, shard: number): string {
  return `label#${shard}#${label}`;
}

/** The shard of an execution. */
export function labelShardOf({ name }: ExecutionId): number {
  return createHash('sha256').update(name).digest().readUInt16BE() % LABEL_SHARDS;
}

/** Sort key of such an item; without an execution it comes before every one that started at that instant. */
export function labelKey(startedAt: Instant, { flowId, name } = { flowId: '', name: '' }): string {
  return `${timeText(startedAt)}#${flowId}#${name}`;
}

/** The parts of a sort key of such an item. */
export function parseLabelKey(key: string): { readonly id: ExecutionId; readonly startedAt: Instant } {
  const [time = '', flowId = '', name = ''] = key.split('#');
  return { id: { flowId, name }, startedAt: Number(time) };
}

/** Sort key of the index; without a name it comes before every execution that started at that instant. */
export function listingKey(flowId: string, startedAt: Instant, name = ''): string {
  return `${flowId}#${timeText(startedAt)}#${name}`;
}

function timeText(at: Instant): string {
  return String(Math.min(Math.max(Math.floor(at), 0), MAX_TIME)).padStart(TIME_DIGITS, '0');
}

/** The parts of a sort key of the index. */
export function parseListingKey(key: string): { readonly id: ExecutionId; readonly startedAt: Instant } {
  const [flowId = '', time = '', name = ''] = key.split('#');
  return { id: { flowId, name }, startedAt: Number(time) };
}
