import { DEFAULT_PRIORITY, LOWEST_PRIORITY } from '../../../queues/limits.ts';
import type { ReceivedMessage } from '../../../queues/message.ts';
import type { QueueSettings } from '../../../queues/queue-settings.ts';
import type { Statements } from '../statements.ts';
import { deadLettersOf, letDie } from './dead-letters.ts';
import { refreshGroup } from './fifo-groups.ts';
import { type MessageRow, receivedMessage, removeMessage } from './message-rows.ts';
import type { Queue } from './queue-rows.ts';
import type { Work } from './work.ts';

/** The most that a receiver takes, and the time for which it is hidden from others. */
export interface Taking {
  readonly max: number;
  readonly visibilitySeconds: number;
}

/** Receives messages that are visible, and moves away those that have been received often enough. */
export function takeMessages(
  work: Work,
  queue: Queue,
  { max, visibilitySeconds }: Taking,
): readonly ReceivedMessage[] {
  const { sql, now } = work;
  const taken: ReceivedMessage[] = [];
  const visibleAt = now + visibilitySeconds * 1_000;
  const deadLetters = deadLettersOf(work, queue);
  while (taken.length < max) {
    const rows = visibleRows(sql, queue, max - taken.length, now);
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.sent_at + queue.settings.retentionMs <= now) removeMessage(sql, row.sequence);
      else if (deadLetters !== undefined && row.receives >= deadLetters.maxReceiveCount)
        letDie(work, queue, row, deadLetters.queue);
      else taken.push(hide(sql, queue, row, visibleAt, now));
    }
    if (queue.settings.isFifo) refreshGroups(sql, queue, rows);
    // Messages that are hidden for no time at all would be found again.
    if (visibleAt <= now && taken.length > 0) break;
  }
  return taken;
}

/** Messages that could be received now, in the order in which they would be. */
export function visibleRows(sql: Statements, queue: Queue, max: number, now: number): readonly MessageRow[] {
  if (queue.settings.isFifo) return fifoRows(sql, queue, max, now);
  const rows: MessageRow[] = [];
  for (const rank of ranksOf(queue.settings)) {
    if (rows.length >= max) break;
    rows.push(...rankedRows(sql, queue, rank, max - rows.length, now));
  }
  return rows;
}

function rankedRows(
  sql: Statements,
  { id }: Queue,
  rank: number,
  max: number,
  now: number,
): readonly MessageRow[] {
  return sql.all<MessageRow>(
    'SELECT * FROM messages WHERE queue = ? AND rank = ? AND visible_at <= ? ORDER BY visible_at, sequence LIMIT ?',
    id,
    rank,
    now,
    max,
  );
}

/** Instant at which the next hidden message of a queue becomes visible; undefined when none is hidden. */
export function nextVisibleAt(sql: Statements, { id, settings }: Queue, now: number): number | undefined {
  const next = (text: string, ...values: number[]) => sql.get<{ readonly at: number }>(text, ...values)?.at;
  if (settings.isFifo) {
    const ofGroups =
      'SELECT ready_at AS at FROM ready_groups WHERE queue = ? AND ready_at > ? ORDER BY ready_at LIMIT 1';
    return next(ofGroups, id, now);
  }
  const ofRank =
    'SELECT visible_at AS at FROM messages WHERE queue = ? AND rank = ? AND visible_at > ? ORDER BY visible_at LIMIT 1';
  const times = ranksOf(settings).flatMap((rank) => next(ofRank, id, rank, now) ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

const DEFAULT_RANK = [DEFAULT_PRIORITY];
const ALL_RANKS = Array.from({ length: LOWEST_PRIORITY }, (_, at) => at + 1);

function ranksOf({ ordersByPriority }: QueueSettings): readonly number[] {
  return ordersByPriority ? ALL_RANKS : DEFAULT_RANK;
}

/** As many of one group as there are, then those of the next: all in order. */
function fifoRows(sql: Statements, { id }: Queue, max: number, now: number): readonly MessageRow[] {
  const groups = sql.all<{ readonly group_id: string }>(
    'SELECT group_id FROM ready_groups WHERE queue = ? AND ready_at <= ? ORDER BY ready_at, group_id LIMIT ?',
    id,
    now,
    max,
  );
  const rows: MessageRow[] = [];
  for (const { group_id: groupId } of groups) {
    if (rows.length >= max) break;
    const ofGroup = sql.all<MessageRow>(
      'SELECT * FROM messages WHERE queue = ? AND group_id = ? ORDER BY sequence LIMIT ?',
      id,
      groupId,
      max - rows.length,
    );
    const firstHidden = ofGroup.findIndex(({ visible_at }) => visible_at > now);
    rows.push(...(firstHidden === -1 ? ofGroup : ofGroup.slice(0, firstHidden)));
  }
  return rows;
}

function hide(
  sql: Statements,
  queue: Queue,
  row: MessageRow,
  visibleAt: number,
  now: number,
): ReceivedMessage {
  const receives = row.receives + 1;
  const receivedAt = row.received_at ?? now;
  sql.run(
    'UPDATE messages SET visible_at = ?, receives = ?, received_at = ? WHERE sequence = ?',
    visibleAt,
    receives,
    receivedAt,
    row.sequence,
  );
  const hidden = { ...row, visible_at: visibleAt, receives, received_at: receivedAt };
  return receivedMessage(sql, queue, hidden, now);
}

function refreshGroups(sql: Statements, { id }: Queue, rows: readonly MessageRow[]): void {
  for (const groupId of new Set(rows.map(({ group_id }) => group_id))) {
    if (groupId !== null) refreshGroup(sql, id, groupId);
  }
}
