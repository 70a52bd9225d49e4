import { DEFAULT_PRIORITY } from '../../../queues/limits.ts';
import { queueArn } from '../../../queues/names.ts';
import {
  changedAttributes,
  checkAttributes,
  effectiveAttributes,
  type QueueAttributes,
  unknownAttribute,
} from '../../../queues/queue-attributes.ts';
import { QueueError } from '../../../queues/queue-error.ts';
import { checkQueueName, isFifoName } from '../../../queues/queue-names.ts';
import { readSettings } from '../../../queues/queue-settings.ts';
import type { MessageCounts, Tags } from '../../../queues/queue-store.ts';
import { allowsRedriveFrom, invalidPolicy, parseRedrivePolicy } from '../../../queues/redrive-policy.ts';
import type { Statements } from '../statements.ts';
import { findQueue, requireQueue } from './queue-rows.ts';
import type { Work } from './work.ts';

/** Creates a queue, unless it exists as it is wanted. @throws QueueError when it exists otherwise. */
export function createQueue(work: Work, name: string, given: QueueAttributes, tags: Tags): void {
  const isFifo = given['FifoQueue'] === 'true';
  checkQueueName(name, isFifo);
  const { FifoQueue, ...attributes } = given;
  if (FifoQueue !== undefined && !isFifo) throw unknownAttribute('FifoQueue');
  checkAttributes(attributes, isFifo);
  const existing = findQueue(work.sql, name);
  if (existing !== undefined) {
    refuseDifference(effectiveAttributes(existing.attributes, isFifo), attributes);
    return;
  }
  checkDeadLetters(work.sql, name, attributes);
  const { sql, now } = work;
  const kept = JSON.stringify(changedAttributes({}, attributes));
  sql.run(
    'INSERT INTO queues (name, created_at, modified_at, attributes, tags) VALUES (?, ?, ?, ?, ?)',
    name,
    now,
    now,
    kept,
    JSON.stringify(tags),
  );
}

/** Sets some attributes of a queue. */
export function setAttributes({ sql, now }: Work, name: string, given: QueueAttributes): void {
  const queue = requireQueue(sql, name);
  const { FifoQueue, ...changes } = given;
  if (FifoQueue !== undefined && FifoQueue !== String(queue.settings.isFifo))
    throw unknownAttribute('FifoQueue');
  checkAttributes(changes, queue.settings.isFifo);
  checkDeadLetters(sql, name, changes);
  const attributes = JSON.stringify(changedAttributes(queue.attributes, changes));
  sql.run('UPDATE queues SET attributes = ?, modified_at = ? WHERE id = ?', attributes, now, queue.id);
}

/** Sets tags and takes others away. */
export function setTags({ sql }: Work, name: string, tags: Tags, removed: readonly string[]): void {
  const queue = requireQueue(sql, name);
  const after: Record<string, string> = { ...queue.tags, ...tags };
  for (const key of removed) delete after[key];
  sql.run('UPDATE queues SET tags = ? WHERE id = ?', JSON.stringify(after), queue.id);
  const { ordersByPriority } = readSettings(name, queue.attributes, after);
  if (ordersByPriority === queue.settings.ordersByPriority) return;
  const rank = ordersByPriority ? 'priority' : String(DEFAULT_PRIORITY);
  sql.run(`UPDATE messages SET rank = ${rank} WHERE queue = ?`, queue.id);
}

/** Deletes a queue; its messages belong to no queue then, and housekeeping removes them. */
export function deleteQueue({ sql, touched }: Work, name: string): void {
  const queue = requireQueue(sql, name);
  sql.run('DELETE FROM queues WHERE id = ?', queue.id);
  sql.run('INSERT INTO gone_queues (id) VALUES (?)', queue.id);
  touched.add(name);
}

/** Empties a queue; its messages belong to no queue then, and housekeeping removes them. */
export function purgeQueue(work: Work, name: string): void {
  const { sql } = work;
  const { id, createdAt, modifiedAt, attributes, tags } = requireQueue(sql, name);
  deleteQueue(work, name);
  const after = sql.insert(
    'INSERT INTO queues (name, created_at, modified_at, attributes, tags) VALUES (?, ?, ?, ?, ?)',
    name,
    createdAt,
    modifiedAt,
    JSON.stringify(attributes),
    JSON.stringify(tags),
  );
  // A message that is sent once more is still recognised.
  sql.run('UPDATE known_messages SET queue = ? WHERE queue = ?', after, id);
}

/** How many messages of a queue are in which state. */
export function countMessages({ sql, now }: Work, name: string): MessageCounts {
  const { id } = requireQueue(sql, name);
  const row = sql.get<{ readonly visible: number; readonly hidden: number; readonly delayed: number }>(
    `SELECT count(*) FILTER (WHERE visible_at <= ?1) AS visible,
      count(*) FILTER (WHERE visible_at > ?1 AND receives > 0) AS hidden,
      count(*) FILTER (WHERE visible_at > ?1 AND receives = 0) AS delayed
      FROM messages WHERE queue = ?2`,
    now,
    id,
  );
  return { visible: row?.visible ?? 0, inFlight: row?.hidden ?? 0, delayed: row?.delayed ?? 0 };
}

/** Names of queues in order. */
export function listQueues(sql: Statements, prefix: string, after: string, limit: number): readonly string[] {
  const rows = sql.all<{ readonly name: string }>(
    'SELECT name FROM queues WHERE name > ? AND substr(name, 1, ?) = ? ORDER BY name LIMIT ?',
    after,
    prefix.length,
    prefix,
    limit,
  );
  return rows.map(({ name }) => name);
}

/** Names of the queues whose dead letters go to one. */
export function listSources(sql: Statements, deadLetters: string): readonly string[] {
  requireQueue(sql, deadLetters);
  return listQueues(sql, '', '', Number.MAX_SAFE_INTEGER).filter(
    (name) => findQueue(sql, name)?.settings.redrive?.deadLetters === deadLetters,
  );
}

function refuseDifference(existing: QueueAttributes, wanted: QueueAttributes): void {
  const [different] = Object.entries(wanted).find(([name, value]) => existing[name] !== value) ?? [];
  if (different === undefined) return;
  throw new QueueError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${different}`,
  );
}

/** Dead letters must be a queue of the same kind that lets this one be its source. */
function checkDeadLetters(sql: Statements, name: string, { RedrivePolicy: text }: QueueAttributes): void {
  if (text === undefined || text === '') return;
  const { deadLetters } = parseRedrivePolicy(text);
  const target = findQueue(sql, deadLetters);
  if (target === undefined) throw invalidPolicy('RedrivePolicy', text, 'Dead letter target does not exist.');
  if (isFifoName(deadLetters) !== isFifoName(name)) {
    throw invalidPolicy('RedrivePolicy', text, 'Dead-letter queue must be of the same type as the source.');
  }
  if (!allowsRedriveFrom(target.attributes['RedriveAllowPolicy'], queueArn(name))) {
    throw invalidPolicy(
      'RedrivePolicy',
      text,
      'The dead-letter queue does not allow this queue as its source.',
    );
  }
}
