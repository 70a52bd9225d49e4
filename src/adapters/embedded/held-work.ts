import type { DispatchBody, DispatchMessage } from '../../ports/dispatch-queue.ts';
import { executionKey, type KnownWork, messageKey, readKey } from './holds/holds.ts';
import { isImplied } from './saved-messages.ts';
import type { Statements } from './statements.ts';
import type { StoredRows } from './stored-rows.ts';

/** The key by which a message is held. It is the execution for messages that the logs imply, as they come anew at each start. */
export function keyOf({ id, body }: DispatchMessage): string {
  return isImplied(body) && 'execution' in body ? executionKey(body.execution) : messageKey(id);
}

/** The execution whose effects a message adopts as a whole, which ends a hold. */
export function takenUpBy(body: DispatchBody): string | undefined {
  return body.kind === 'dispatch' && body.adopts === 'all' ? executionKey(body.execution) : undefined;
}

/** Progress and names of held work, from the database. */
export class HeldWork implements KnownWork {
  readonly #sql: Statements;
  readonly #rows: StoredRows;

  constructor(sql: Statements, rows: StoredRows) {
    this.#sql = sql;
    this.#rows = rows;
  }

  /** The newest event of an execution; 0 for a message, and for an execution with its first events only. */
  lastEventOf(key: string): number {
    const named = readKey(key);
    if ('message' in named) return 0;
    const { flowId, name } = named.execution;
    const sql = `SELECT max(last_event) AS last FROM records
      WHERE execution = (SELECT id FROM executions WHERE flow_id = ? AND name = ?)`;
    return this.#sql.get<{ last: number | null }>(sql, flowId, name)?.last ?? 0;
  }

  nameOf(key: string): string {
    const named = readKey(key);
    if ('message' in named) return `message ${named.message}`;
    return this.#rows.ofFlow(`execution ${named.execution.name}`, named.execution.flowId);
  }

  /** False once there is nothing more to take up. */
  isLeft(key: string): boolean {
    const named = readKey(key);
    if ('message' in named)
      return this.#sql.get('SELECT 1 FROM messages WHERE id = ?', named.message) !== undefined;
    const { flowId, name } = named.execution;
    const sql = "SELECT 1 FROM executions WHERE flow_id = ? AND name = ? AND status = 'Running'";
    return this.#sql.get(sql, flowId, name) !== undefined;
  }
}
