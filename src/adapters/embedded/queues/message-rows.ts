import { DEFAULT_PRIORITY } from '../../../queues/limits.ts';
import { formatSequence, type MessageAttributes, type ReceivedMessage } from '../../../queues/message.ts';
import { formatReceipt } from '../../../queues/receipt.ts';
import type { Statements } from '../statements.ts';
import type { Queue } from './queue-rows.ts';

/** A message as it is kept, without its content. */
export interface MessageRow {
  readonly sequence: number;
  readonly queue: number;
  readonly visible_at: number;
  readonly group_id: string | null;
  readonly sent_at: number;
  readonly received_at: number | null;
  readonly receives: number;
  readonly priority: number;
  readonly id: string;
  readonly source: string | null;
}

/** The part of a message that never changes; keys are short, for there is one with every message. */
export interface Content {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly system?: MessageAttributes;
  readonly deduplicationId?: string;
}

/** The rank of a message in its queue, by which messages are ordered before their times count. */
export function rankOf({ settings }: Pick<Queue, 'settings'>, priority: number): number {
  return settings.ordersByPriority ? priority : DEFAULT_PRIORITY;
}

/** The content of a message. */
export function readContent(sql: Statements, sequence: number): Content {
  const row = sql.get<{ readonly content: string }>(
    'SELECT content FROM contents WHERE sequence = ?',
    sequence,
  );
  return JSON.parse(row?.content ?? '{"body":""}');
}

/** Removes a message. */
export function removeMessage(sql: Statements, sequence: number): void {
  sql.run('DELETE FROM messages WHERE sequence = ?', sequence);
  sql.run('DELETE FROM contents WHERE sequence = ?', sequence);
}

/** A message as its receiver gets it. */
export function receivedMessage(
  sql: Statements,
  queue: Queue,
  row: MessageRow,
  now: number,
): ReceivedMessage {
  const { body, attributes = {}, system = {}, deduplicationId } = readContent(sql, row.sequence);
  const receipt = {
    queueName: queue.name,
    sequence: row.sequence,
    receives: row.receives,
    messageId: row.id,
  };
  return {
    messageId: row.id,
    receiptHandle: formatReceipt(receipt),
    body,
    attributes,
    systemAttributes: system,
    sentAt: row.sent_at,
    firstReceivedAt: row.received_at ?? now,
    visibleAt: row.visible_at,
    receives: row.receives,
    ...(row.group_id !== null && { groupId: row.group_id }),
    ...(deduplicationId !== undefined && { deduplicationId }),
    ...(queue.settings.isFifo && { sequenceNumber: formatSequence(row.sequence) }),
    ...(row.source !== null && { source: row.source }),
  };
}
