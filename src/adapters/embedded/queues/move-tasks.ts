import { queueArn } from '../../../queues/names.ts';
import { invalidValue, QueueError } from '../../../queues/queue-error.ts';
import type { MoveTask } from '../../../queues/queue-store.ts';
import type { Statements } from '../statements.ts';
import { refreshGroup } from './fifo-groups.ts';
import { type MessageRow, readContent, removeMessage } from './message-rows.ts';
import { countMessages, listSources } from './queue-definitions.ts';
import { findQueue, type Queue, requireQueue } from './queue-rows.ts';
import { putMessage } from './send-messages.ts';
import { visibleRows } from './take-messages.ts';
import type { Work } from './work.ts';

interface Row {
  readonly handle: string;
  readonly source: string;
  readonly destination: string | null;
  readonly per_second: number | null;
  readonly started_at: number;
  readonly status: MoveTask['status'];
  readonly moved: number;
  readonly to_move: number;
  readonly failure: string | null;
}

/** Messages that are moved in one transaction. */
const AT_ONCE = 100;
const MOST_PER_SECOND = 500;
/** Tasks that are remembered of a queue. */
const KEPT = 10;

/** Notes that the messages of a queue of dead letters are to be moved. @returns the task's handle. */
export function startMoveTask(work: Work, source: string, destination?: string, perSecond?: number): string {
  const { sql, now, ids } = work;
  if (findQueue(sql, source) === undefined)
    throw notFound("The resource that you specified for the SourceArn parameter doesn't exist.");
  if (listSources(sql, source).length === 0) {
    throw invalidValue(
      'SourceArn',
      queueArn(source),
      'Source queue must be configured as a Dead Letter Queue.',
    );
  }
  if (destination === source) {
    throw invalidValue(
      'DestinationArn',
      queueArn(source),
      'Source queue and destination queue cannot be the same.',
    );
  }
  checkDestination(sql, source, destination);
  if (
    perSecond !== undefined &&
    (!Number.isInteger(perSecond) || perSecond < 1 || perSecond > MOST_PER_SECOND)
  ) {
    throw invalidValue('MaxNumberOfMessagesPerSecond', perSecond, `It must be from 1 to ${MOST_PER_SECOND}.`);
  }
  const running = "SELECT 1 FROM move_tasks WHERE source = ? AND status IN ('RUNNING', 'CANCELLING')";
  if (sql.get(running, source) !== undefined) {
    throw new QueueError(
      'UnsupportedOperation',
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  }
  const handle = Buffer.from(JSON.stringify({ taskId: ids.uuid(), sourceArn: queueArn(source) })).toString(
    'base64',
  );
  sql.run(
    "INSERT INTO move_tasks VALUES (?, ?, ?, ?, ?, 'RUNNING', 0, ?, NULL)",
    handle,
    source,
    destination ?? null,
    perSecond ?? null,
    now,
    countMessages(work, source).visible,
  );
  sql.run(
    `DELETE FROM move_tasks WHERE source = ?1 AND handle NOT IN
      (SELECT handle FROM move_tasks WHERE source = ?1 ORDER BY started_at DESC, rowid DESC LIMIT ${KEPT})`,
    source,
  );
  return handle;
}

/** Stops a task that is under way. @returns how many messages it has moved. */
export function cancelMoveTask({ sql }: Work, handle: string): number {
  const row = sql.get<Row>('SELECT * FROM move_tasks WHERE handle = ?', handle);
  if (row === undefined) throw notFound('Task does not exist.');
  if (row.status !== 'RUNNING') {
    throw new QueueError(
      'UnsupportedOperation',
      `Only active tasks can be cancelled; this one is ${row.status}.`,
    );
  }
  sql.run("UPDATE move_tasks SET status = 'CANCELLED' WHERE handle = ?", handle);
  return row.moved;
}

/** The tasks of a queue, the newest first. */
export function listMoveTasks(sql: Statements, source: string, limit: number): readonly MoveTask[] {
  if (findQueue(sql, source) === undefined)
    throw notFound("The resource that you specified for the SourceArn parameter doesn't exist.");
  const rows = sql.all<Row>(
    'SELECT * FROM move_tasks WHERE source = ? ORDER BY started_at DESC, rowid DESC LIMIT ?',
    source,
    limit,
  );
  return rows.map(taskOf);
}

/** Handles of the tasks that are under way. */
export function runningTasks(sql: Statements): readonly string[] {
  const rows = sql.all<Row>("SELECT * FROM move_tasks WHERE status = 'RUNNING' ORDER BY started_at");
  return rows.map(({ handle }) => handle);
}

/** Moves some messages. @returns milliseconds after which there is more to do; undefined when the task has ended. */
export function moveSome(work: Work, handle: string): number | undefined {
  const { sql } = work;
  const row = sql.get<Row>("SELECT * FROM move_tasks WHERE handle = ? AND status = 'RUNNING'", handle);
  if (row === undefined) return undefined;
  const source = findQueue(sql, row.source);
  if (source === undefined) return end(sql, handle, 'FAILED', 'AWS.SimpleQueueService.NonExistentQueue');
  const max = Math.min(AT_ONCE, row.per_second ?? AT_ONCE, row.to_move - row.moved);
  const messages = visibleRows(sql, source, max, work.now);
  for (const message of messages) {
    const to = findQueue(sql, row.destination ?? message.source ?? '');
    if (to === undefined) return end(sql, handle, 'FAILED', 'CouldNotDetermineMessageSource');
    move(work, source, message, to);
  }
  sql.run('UPDATE move_tasks SET moved = moved + ? WHERE handle = ?', messages.length, handle);
  if (messages.length === 0 || row.moved + messages.length >= row.to_move)
    return end(sql, handle, 'COMPLETED');
  return row.per_second === null ? 0 : (1_000 * messages.length) / row.per_second;
}

/** A moved message is a new one, as in SQS. */
function move(work: Work, from: Queue, message: MessageRow, to: Queue): void {
  const content = readContent(work.sql, message.sequence);
  removeMessage(work.sql, message.sequence);
  const groupId = message.group_id;
  if (from.settings.isFifo && groupId !== null) refreshGroup(work.sql, from.id, groupId);
  putMessage(work, to, { ...content, ...(groupId !== null && { groupId }), delaySeconds: 0 });
}

function checkDestination(sql: Statements, source: string, destination: string | undefined): void {
  if (destination === undefined) return;
  const to = findQueue(sql, destination);
  if (to === undefined)
    throw notFound("The resource that you specified for the DestinationArn parameter doesn't exist.");
  if (to.settings.isFifo === requireQueue(sql, source).settings.isFifo) return;
  throw invalidValue(
    'DestinationArn',
    queueArn(destination),
    'It must be a queue of the same type as the source.',
  );
}

function end(sql: Statements, handle: string, status: MoveTask['status'], failure?: string): undefined {
  sql.run('UPDATE move_tasks SET status = ?, failure = ? WHERE handle = ?', status, failure ?? null, handle);
}

function notFound(message: string): QueueError {
  return new QueueError('ResourceNotFoundException', message);
}

function taskOf(row: Row): MoveTask {
  const { handle, source, status, moved } = row;
  return {
    handle,
    source,
    ...(row.destination !== null && { destination: row.destination }),
    ...(row.per_second !== null && { perSecond: row.per_second }),
    startedAt: row.started_at,
    status,
    moved,
    toMove: row.to_move,
    ...(row.failure !== null && { failure: row.failure }),
  };
}
