import type { Statements } from '../statements.ts';

interface HeadRow {
  readonly visible_at: number;
  readonly receives: number;
}

/** More than one receive can hide of a group: all of those stand at its head. */
const HEAD = 20;

/**
 * Says anew from when a message of a group may be received. To be called after every change of the group's messages.
 *
 * While a message is hidden that was received, none of its group may be: order would be lost.
 */
export function refreshGroup(sql: Statements, queue: number, groupId: string): void {
  const heads = sql.all<HeadRow>(
    `SELECT visible_at, receives FROM messages WHERE queue = ? AND group_id = ? ORDER BY sequence LIMIT ${HEAD}`,
    queue,
    groupId,
  );
  const [first] = heads;
  if (first === undefined) {
    sql.run('DELETE FROM ready_groups WHERE queue = ? AND group_id = ?', queue, groupId);
    return;
  }
  const received = heads.filter(({ receives }) => receives > 0);
  const readyAt = received.reduce((last, { visible_at }) => Math.max(last, visible_at), first.visible_at);
  sql.run(
    `INSERT INTO ready_groups (queue, group_id, ready_at) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET ready_at = excluded.ready_at`,
    queue,
    groupId,
    readyAt,
  );
}
