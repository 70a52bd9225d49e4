import { createHash } from 'node:crypto';
import type { NewMessage } from './message.ts';
import type { QueueSettings } from './queue-settings.ts';

/** The id by which a FIFO queue recognises a message: its own, or that of its body. */
export function deduplicationIdOf(message: NewMessage): string {
  return message.deduplicationId ?? createHash('sha256').update(message.body).digest('hex');
}

/** The key by which a FIFO queue knows a repeat: ids count within the queue, or within the message's group. */
export function deduplicationKey(
  { groupId = '' }: NewMessage,
  id: string,
  { deduplicatesByGroup }: Pick<QueueSettings, 'deduplicatesByGroup'>,
): string {
  return deduplicatesByGroup ? `${groupId} ${id}` : id;
}
