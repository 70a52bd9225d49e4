import { problemOf } from '../../../queues/check-message.ts';
import { deduplicationIdOf, deduplicationKey } from '../../../queues/deduplication.ts';
import { DEDUPLICATION_MS } from '../../../queues/limits.ts';
import { formatSequence, type NewMessage, type SentMessage } from '../../../queues/message.ts';
import { priorityOf } from '../../../queues/priority.ts';
import type { Settled } from '../../../queues/queue-store.ts';
import { refreshGroup } from './fifo-groups.ts';
import { type Content, rankOf } from './message-rows.ts';
import type { Queue } from './queue-rows.ts';
import type { Work } from './work.ts';

/** A message that is put into a queue without the queue's rules for senders. */
export interface PutMessage extends Content {
  readonly groupId?: string;
  readonly delaySeconds: number;
}

/** Puts messages into a queue, each that the queue takes. */
export function sendMessages(
  work: Work,
  queue: Queue,
  messages: readonly NewMessage[],
): readonly Settled<SentMessage>[] {
  return messages.map((message) => {
    const error = problemOf(message, queue.settings);
    return error === undefined ? { value: sendMessage(work, queue, message) } : { error };
  });
}

function sendMessage(work: Work, queue: Queue, message: NewMessage): SentMessage {
  const { body, attributes, systemAttributes: system, groupId } = message;
  const delaySeconds = message.delaySeconds ?? queue.settings.delaySeconds;
  const put = {
    body,
    ...(attributes !== undefined && { attributes }),
    ...(system !== undefined && { system }),
    ...(groupId !== undefined && { groupId }),
    delaySeconds: queue.settings.isFifo ? queue.settings.delaySeconds : delaySeconds,
  };
  if (!queue.settings.isFifo) return putMessage(work, queue, put);
  const deduplicationId = deduplicationIdOf(message);
  const key = deduplicationKey(message, deduplicationId, queue.settings);
  const known = findKnown(work, queue, key);
  if (known !== undefined) return known;
  const sent = putMessage(work, queue, { ...put, deduplicationId });
  remember(work, queue, key, sent);
  return sent;
}

/** Puts a message into a queue. */
export function putMessage(work: Work, queue: Queue, message: PutMessage): SentMessage {
  const { sql, ids, now, touched } = work;
  const { groupId, delaySeconds, ...content } = message;
  const messageId = ids.uuid();
  const priority = priorityOf(content.attributes ?? {});
  const visibleAt = now + delaySeconds * 1_000;
  const sequence = sql.insert(
    `INSERT INTO messages (queue, rank, visible_at, group_id, sent_at, receives, priority, id)
      VALUES (?, ?, ?, ?, ?, 0, ?, ?)`,
    queue.id,
    rankOf(queue, priority),
    visibleAt,
    groupId ?? null,
    now,
    priority,
    messageId,
  );
  sql.run('INSERT INTO contents (sequence, content) VALUES (?, ?)', sequence, JSON.stringify(content));
  touched.add(queue.name);
  if (!queue.settings.isFifo) return { messageId };
  if (groupId !== undefined) refreshGroup(sql, queue.id, groupId);
  return { messageId, sequenceNumber: formatSequence(sequence) };
}

function findKnown({ sql, now }: Work, { id }: Queue, key: string): SentMessage | undefined {
  const found = sql.get<{ readonly id: string; readonly sequence: number }>(
    'SELECT id, sequence FROM known_messages WHERE queue = ? AND deduplication = ? AND forgotten_at > ?',
    id,
    key,
    now,
  );
  return found && { messageId: found.id, sequenceNumber: formatSequence(found.sequence) };
}

function remember({ sql, now }: Work, { id }: Queue, key: string, sent: SentMessage): void {
  sql.run(
    'INSERT OR REPLACE INTO known_messages (queue, deduplication, forgotten_at, sequence, id) VALUES (?, ?, ?, ?, ?)',
    id,
    key,
    now + DEDUPLICATION_MS,
    Number(sent.sequenceNumber),
    sent.messageId,
  );
}
