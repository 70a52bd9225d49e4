import { refreshGroup } from './fifo-groups.ts';
import type { MessageRow } from './message-rows.ts';
import { listQueues } from './queue-definitions.ts';
import { findQueue } from './queue-rows.ts';
import type { Work } from './work.ts';

/** Messages that are removed in one transaction: others must not wait for it for long. */
const AT_ONCE = 500;

/**
 * Removes rows without use: messages older than their queue keeps them, messages of deleted queues, ids by which no repeat
 * need be recognised any more. @returns true when there may be more of them
 */
export function cleanUp(work: Work): boolean {
  const { sql, now } = work;
  const forgotten = sql.run(
    `DELETE FROM known_messages WHERE (queue, deduplication) IN
      (SELECT queue, deduplication FROM known_messages WHERE forgotten_at <= ? LIMIT ${AT_ONCE})`,
    now,
  );
  const isLeftOver = removeOfGoneQueues(work) || forgotten === AT_ONCE;
  return isLeftOver || listQueues(sql, '', '', Number.MAX_SAFE_INTEGER).some((name) => removeOld(work, name));
}

function removeOfGoneQueues({ sql }: Work): boolean {
  const gone = sql.get<{ readonly id: number }>('SELECT id FROM gone_queues LIMIT 1');
  if (gone === undefined) return false;
  const some = `SELECT sequence FROM messages WHERE queue = ? ORDER BY rank, visible_at LIMIT ${AT_ONCE}`;
  sql.run(`DELETE FROM contents WHERE sequence IN (${some})`, gone.id);
  if (sql.run(`DELETE FROM messages WHERE sequence IN (${some})`, gone.id) > 0) return true;
  sql.run('DELETE FROM ready_groups WHERE queue = ?', gone.id);
  sql.run('DELETE FROM known_messages WHERE queue = ?', gone.id);
  sql.run('DELETE FROM gone_queues WHERE id = ?', gone.id);
  return true;
}

/** Messages of a queue become old about in the order in which they become visible. */
function removeOld({ sql, now }: Work, name: string): boolean {
  const queue = findQueue(sql, name);
  if (queue === undefined) return false;
  const rows = sql.all<MessageRow>(
    'SELECT * FROM messages WHERE queue = ? ORDER BY rank, visible_at LIMIT ?',
    queue.id,
    AT_ONCE,
  );
  const old = rows.filter(({ sent_at }) => sent_at + queue.settings.retentionMs <= now);
  for (const { sequence } of old) {
    sql.run('DELETE FROM messages WHERE sequence = ?', sequence);
    sql.run('DELETE FROM contents WHERE sequence = ?', sequence);
  }
  if (queue.settings.isFifo) {
    for (const { group_id: groupId } of old) if (groupId !== null) refreshGroup(sql, queue.id, groupId);
  }
  return old.length === AT_ONCE;
}
