import { MAX_VISIBILITY_SECONDS } from '../../../queues/limits.ts';
import { invalidValue, QueueError } from '../../../queues/queue-error.ts';
import type { Settled, VisibilityChange } from '../../../queues/queue-store.ts';
import { parseReceipt, type Receipt } from '../../../queues/receipt.ts';
import { refreshGroup } from './fifo-groups.ts';
import { type MessageRow, removeMessage } from './message-rows.ts';
import type { Queue } from './queue-rows.ts';
import type { Work } from './work.ts';

/** Deletes a received message; see `QueueStore.delete` for receipts that are not the newest. */
export function deleteMessage(work: Work, queue: Queue, handle: string): Settled<undefined> {
  const receipt = readReceipt(queue, handle);
  if (receipt instanceof QueueError) return { error: receipt };
  const { sql, now } = work;
  const row = findMessage(work, queue, receipt);
  if (row === undefined) return { value: undefined };
  const isExpired = row.receives !== receipt.receives || (queue.settings.isFifo && row.visible_at <= now);
  if (!isExpired) removeMessage(sql, row.sequence);
  else if (queue.settings.isFifo) return { error: expired(handle) };
  settled(work, queue, row);
  return { value: undefined };
}

/** Hides a received message for another time. @returns the instant until which it is hidden. */
export function changeVisibility(work: Work, queue: Queue, change: VisibilityChange): Settled<number> {
  const { receiptHandle, visibilitySeconds } = change;
  const receipt = readReceipt(queue, receiptHandle);
  if (receipt instanceof QueueError) return { error: receipt };
  const { sql, now } = work;
  const row = findMessage(work, queue, receipt);
  if (row === undefined || row.receives !== receipt.receives || row.visible_at <= now) {
    return { error: notHidden(receiptHandle) };
  }
  const visibleAt = now + visibilitySeconds * 1_000;
  if (visibleAt - (row.received_at ?? now) > MAX_VISIBILITY_SECONDS * 1_000 && visibilitySeconds > 0) {
    return { error: tooLong(visibilitySeconds) };
  }
  sql.run('UPDATE messages SET visible_at = ? WHERE sequence = ?', visibleAt, row.sequence);
  settled(work, queue, row);
  return { value: visibleAt };
}

/** Makes as if a message had not been received: its receiver has gone before it got the message. */
export function takeBack(work: Work, queue: Queue, handle: string): void {
  const receipt = parseReceipt(handle);
  const row = receipt && findMessage(work, queue, receipt);
  if (row === undefined || row.receives !== receipt?.receives) return;
  work.sql.run(
    'UPDATE messages SET visible_at = ?, receives = receives - 1, received_at = ? WHERE sequence = ?',
    Math.min(row.visible_at, work.now),
    row.receives === 1 ? null : row.received_at,
    row.sequence,
  );
  settled(work, queue, row);
}

function readReceipt(queue: Queue, handle: string): Receipt | QueueError {
  const receipt = parseReceipt(handle);
  if (receipt?.queueName === queue.name) return receipt;
  const shown = handle.slice(0, 300);
  return new QueueError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${shown}" is not a valid receipt handle.`,
  );
}

function findMessage({ sql }: Work, { id }: Queue, receipt: Receipt): MessageRow | undefined {
  return sql.get<MessageRow>(
    'SELECT * FROM messages WHERE sequence = ? AND queue = ? AND id = ?',
    receipt.sequence,
    id,
    receipt.messageId,
  );
}

/** Notes that messages behind this one, or the message itself, may be visible now. */
function settled({ sql, touched }: Work, queue: Queue, { group_id: groupId }: MessageRow): void {
  if (queue.settings.isFifo && groupId !== null) refreshGroup(sql, queue.id, groupId);
  touched.add(queue.name);
}

function expired(handle: string): QueueError {
  return invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
}

function notHidden(handle: string): QueueError {
  return invalidValue(
    'ReceiptHandle',
    handle,
    'Message does not exist or is not available for visibility timeout change.',
  );
}

function tooLong(seconds: number): QueueError {
  return invalidValue(
    'VisibilityTimeout',
    seconds,
    `Total VisibilityTimeout for the message is beyond the limit [${MAX_VISIBILITY_SECONDS} seconds]`,
  );
}
