import type { Instant } from '../../interpreter/event.ts';
import { DamagedData } from '../../ports/damaged-data.ts';
import type { DispatchBody, DispatchMessage } from '../../ports/dispatch-queue.ts';
import type { Page, PageRequest } from '../../ports/flow-store.ts';
import { decodePageToken, encodePageToken } from '../../ports/page-token.ts';
import type { GroupCommit } from './group-commit.ts';
import { packText } from './packed-text.ts';
import { messageShape } from './shapes.ts';
import type { Statements } from './statements.ts';
import type { StoredRows } from './stored-rows.ts';

/**
 * Messages on disk, until their handler is done with them: those that nothing else would send again after a crash.
 *
 * A dispatch message and a timer follow from the logs when the server starts; the report of an ended child, a stop,
 * a start or the deletion of a flow do not.
 */
export class SavedMessages {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  readonly #rows: StoredRows;

  constructor(sql: Statements, commits: GroupCommit, rows: StoredRows) {
    this.#sql = sql;
    this.#commits = commits;
    this.#rows = rows;
  }

  /** Resolves when the message is on disk, at once for one that the logs imply. */
  async save({ id, sentAt, body }: DispatchMessage): Promise<void> {
    if (isImplied(body)) return;
    const packed = packText(JSON.stringify(body));
    await this.#commits.write(() =>
      this.#sql.run('INSERT INTO messages (id, sent_at, body) VALUES (?, ?, ?)', id, sentAt, packed),
    );
  }

  /** The handler is done with the message. */
  async forget({ id, body }: DispatchMessage): Promise<void> {
    if (isImplied(body)) return;
    await this.#commits.write(() => this.#sql.run('DELETE FROM messages WHERE id = ?', id));
  }

  /** Messages that an earlier process did not finish, oldest first; damaged ones stay where they are. */
  all(): readonly DispatchMessage[] {
    const rows = this.#sql.all<Row>('SELECT id, sent_at, body FROM messages ORDER BY sent_at');
    return rows.flatMap((row) => {
      const body = this.#rows.readIfSound<DispatchBody>(row.body, messageShape, () => `message ${row.id}`);
      return body === undefined ? [] : [{ id: row.id, sentAt: row.sent_at, body }];
    });
  }

  /** A page of the kept messages, damaged ones included, oldest first. @throws InvalidPageToken */
  async page({ limit, nextToken }: PageRequest): Promise<Page<SavedMessage>> {
    const [at = '', after = ''] = nextToken === undefined ? [] : decodePageToken(LIST, nextToken, 2);
    const sql =
      'SELECT id, sent_at, body FROM messages WHERE (sent_at, id) > (?, ?) ORDER BY sent_at, id LIMIT ?';
    const found = await this.#commits.read(() => this.#sql.all<Row>(sql, Number(at), after, limit + 1));
    const rows = found.slice(0, limit);
    const items = rows.map((row) => this.#shown(row));
    const last = rows.at(-1);
    if (last === undefined || found.length === rows.length) return { items };
    return { items, nextToken: encodePageToken(LIST, [String(last.sent_at), last.id]) };
  }

  /** Drops a message, also a damaged one. @returns false when there is none */
  drop(id: string): Promise<boolean> {
    return this.#commits.write(() => this.#sql.run('DELETE FROM messages WHERE id = ?', id) === 1);
  }

  #shown({ id, sent_at: sentAt, body: packed }: Row): SavedMessage {
    try {
      const body = this.#rows.read<DispatchBody>(packed, messageShape, () => `message ${id}`);
      return { id, sentAt, body };
    } catch (error) {
      if (error instanceof DamagedData) return { id, sentAt, problem: error.message };
      throw error;
    }
  }
}

const LIST = 'messages';

/** A message that is kept: its body, or why it has none. */
export interface SavedMessage {
  readonly id: string;
  readonly sentAt: Instant;
  readonly body?: DispatchBody;
  readonly problem?: string;
}

interface Row {
  readonly id: string;
  readonly sent_at: number;
  readonly body: Uint8Array;
}

/** True for a message that the logs imply: one that is sent anew for every unfinished execution at a start. */
export function isImplied(body: DispatchBody): boolean {
  return body.kind === 'dispatch' || (body.kind === 'command' && body.command.type === 'FireTimer');
}
