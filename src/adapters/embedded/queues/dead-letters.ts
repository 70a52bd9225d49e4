import { refreshGroup } from './fifo-groups.ts';
import { type MessageRow, rankOf } from './message-rows.ts';
import { findQueue, type Queue } from './queue-rows.ts';
import type { Work } from './work.ts';

/** The queue for messages that were received too often, and the number of receives. */
export interface DeadLetters {
  readonly queue: Queue;
  readonly maxReceiveCount: number;
}

/** The dead letters that a queue names. @returns undefined for none, and for a queue that is gone: then messages stay. */
export function deadLettersOf({ sql }: Work, { settings }: Queue): DeadLetters | undefined {
  if (settings.redrive === undefined) return undefined;
  const { deadLetters, maxReceiveCount } = settings.redrive;
  const queue = findQueue(sql, deadLetters);
  return queue && { queue, maxReceiveCount };
}

/** Moves a message to the dead letters. Its age counts on, save in a FIFO queue, as in SQS. */
export function letDie({ sql, now, touched }: Work, from: Queue, row: MessageRow, to: Queue): void {
  sql.run(
    `UPDATE messages SET queue = ?, rank = ?, visible_at = ?, receives = 0, received_at = NULL, sent_at = ?, source = ?
      WHERE sequence = ?`,
    to.id,
    rankOf(to, row.priority),
    now,
    to.settings.isFifo ? now : row.sent_at,
    from.name,
    row.sequence,
  );
  if (to.settings.isFifo && row.group_id !== null) refreshGroup(sql, to.id, row.group_id);
  touched.add(to.name);
}
