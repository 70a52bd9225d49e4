import type { Instant } from '../../interpreter/event.ts';
import type { Heartbeat } from '../../interpreter/heartbeats.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { HeartbeatAttempt, Heartbeats } from '../../ports/heartbeats.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Statements } from './statements.ts';

const EXECUTION = '(SELECT id FROM executions WHERE flow_id = ? AND name = ?)';

interface Row {
  readonly entry: number;
  readonly attempt: number;
  readonly at: number;
  readonly is_missed: number;
  readonly detail: string | null;
}

/** Heartbeats in the embedded database: one row for each task that has sent any. */
export class EmbeddedHeartbeats implements Heartbeats {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;

  constructor(sql: Statements, commits: GroupCommit) {
    this.#sql = sql;
    this.#commits = commits;
  }

  keep(execution: ExecutionId, { entry, attempt, at, detail }: Heartbeat): Promise<boolean> {
    return this.#commits.write(() => {
      const found = this.#find(execution, entry);
      if (found !== undefined && found.attempt > attempt) return false;
      if (found?.attempt === attempt) {
        if (found.is_missed === 1) return false;
        if (found.at >= at) return true;
      }
      this.#put(execution, { entry, attempt, at, is_missed: 0, detail: detail ?? null });
      return true;
    });
  }

  miss(
    execution: ExecutionId,
    { entry, attempt }: HeartbeatAttempt,
    newest: Instant | undefined,
  ): Promise<boolean> {
    return this.#commits.write(() => {
      const found = this.#find(execution, entry);
      if (found !== undefined && found.attempt > attempt) return false;
      const own = found?.attempt === attempt ? found : undefined;
      if (own?.is_missed === 1) return true;
      if (own?.at !== newest) return false;
      this.#put(execution, { ...(own ?? { entry, attempt, at: 0, detail: null }), is_missed: 1 });
      return true;
    });
  }

  list({ flowId, name }: ExecutionId): Promise<readonly Heartbeat[]> {
    const sql = `SELECT entry, attempt, at, is_missed, detail FROM heartbeats WHERE execution = ${EXECUTION}`;
    return this.#commits.read(() => this.#sql.all<Row>(sql, flowId, name).map(heartbeatOf));
  }

  #find({ flowId, name }: ExecutionId, entry: number): Row | undefined {
    const sql = `SELECT entry, attempt, at, is_missed, detail FROM heartbeats
      WHERE execution = ${EXECUTION} AND entry = ?`;
    return this.#sql.get<Row>(sql, flowId, name, entry);
  }

  #put({ flowId, name }: ExecutionId, { entry, attempt, at, is_missed, detail }: Row): void {
    const sql = `INSERT OR REPLACE INTO heartbeats VALUES (${EXECUTION}, ?, ?, ?, ?, ?)`;
    this.#sql.run(sql, flowId, name, entry, attempt, at, is_missed, detail);
  }
}

function heartbeatOf({ entry, attempt, at, is_missed, detail }: Row): Heartbeat {
  return {
    entry,
    attempt,
    at,
    ...(detail !== null && { detail }),
    ...(is_missed === 1 && { isMissed: true }),
  };
}
