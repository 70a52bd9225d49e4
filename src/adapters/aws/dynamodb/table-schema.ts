import { createHash } from 'node:crypto';
import type { EventId, ExecutionStatus, Instant } from '../../../interpreter/event.ts';
import type { ExecutionId } from '../../../ports/execution-store.ts';

/** Partition key of both tables, a string. */
export const PARTITION_KEY = 'pk';

/** Sort key of both tables, a string. */
export const SORT_KEY = 'sk';

/** Partition of the flows table with all schedules, ordered by flow and name. */
export const SCHEDULES = 'schedules';

/** Attribute of the executions table with the second after which DynamoDB may remove an item. */
export const TTL_ATTRIBUTE = 'expires';

/** The executions table's only index: it holds the keys of headers and nothing else (projection KEYS_ONLY). */
export const LISTING_INDEX = 'listing';

/** Partition key of the index, a string: status, bucket of the flow, and the shard of a busy flow's execution. */
export const LISTING_PARTITION_KEY = 'listing';

/** Sort key of the index, a string: flow, start time and name. */
export const LISTING_SORT_KEY = 'started';

/** Sort key of the item that is written twice. Greater than that of every record. */
export const HEADER = 'header';

/** Sort key of an output that does not fit beside the input of its execution. */
export const OUTPUT = 'output';

/** Beginning of the sort keys of heartbeats. Greater than that of the header, so that loading an execution reads none. */
export const HEARTBEAT = 'heartbeat#';

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

/** Partition key of the note about a call whose outcome comes as a message. */
export function replyPartition(requestId: string): string {
  return `reply#${requestId}`;
}

/** Sort key of the record that begins with an event; the order of keys is that of events. */
export function recordKey(firstEventId: EventId): string {
  const largest = 10 ** EVENT_DIGITS - 1;
  return String(Math.min(Math.max(firstEventId, 0), largest)).padStart(EVENT_DIGITS, '0');
}

/** Sort key of the newest heartbeat of the task that a step entry runs. */
export function heartbeatKey(entry: EventId): string {
  return `${HEARTBEAT}${entry}`;
}

/** The step entry in such a key. */
export function parseHeartbeatKey(key: string): EventId {
  return Number(key.slice(HEARTBEAT.length));
}

/**
 * Shards for the executions of a busy flow, besides the first partition: a start and an end are two writes where running ones are
 * listed and one where ended ones are. A partition takes 1,000 a second, so that 5,000 executions a second leave room for shards that get
 * more than others.
 */
function shardsOf(status: ListedStatus): number {
  return status === 'Running' ? 16 : 8;
}

/** All partitions of the index for the executions of a flow with some status. */
export function listingPartitions(status: ListedStatus, flowId: string, isBusy: boolean): readonly string[] {
  const length = 1 + (isBusy ? shardsOf(status) : 0);
  return Array.from({ length }, (_, shard) => partitionAt(status, flowId, shard));
}

/**
 * Partition key of the index for an execution. The first partition is that of all executions of a flow that is not busy; of a busy one,
 * processes that have not met that go on in it.
 */
export function listingPartition(
  status: ListedStatus,
  { flowId, name }: ExecutionId,
  isBusy: boolean,
): string {
  return partitionAt(status, flowId, isBusy ? 1 + shardOf(name, shardsOf(status)) : 0);
}

function partitionAt(status: ListedStatus, flowId: string, shard: number): string {
  const first = `${status}#${hashOf(flowId) % BUCKETS}`;
  return shard === 0 ? first : `${first}#${shard}`;
}

/** Shards of the executions of one label: enough for some thousand starts a second that share one. */
export const LABEL_SHARDS = 8;

/** Partition key of the items that find executions by a label, `name=value`; those of one execution are in one shard. */
export function labelPartition(label: string, shard: number): string {
  return `label#${shard}#${label}`;
}

/** The shard of an execution. */
export function labelShardOf({ name }: ExecutionId): number {
  return shardOf(name, LABEL_SHARDS);
}

function shardOf(name: string, shards: number): number {
  return hashOf(name) % shards;
}

function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt16BE();
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
