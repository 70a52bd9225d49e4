import type { EventId } from '../../interpreter/event.ts';
import type { Heartbeat, MissedHeartbeat } from '../../interpreter/heartbeats.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import { afterHeartbeat, afterMiss, type Heartbeats } from '../../ports/heartbeats.ts';
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

  keep(execution: ExecutionId, heartbeat: Heartbeat): Promise<boolean> {
    return this.#change(execution, heartbeat.entry, (found) => afterHeartbeat(found, heartbeat));
  }

  miss(execution: ExecutionId, missed: MissedHeartbeat): Promise<boolean> {
    return this.#change(execution, missed.entry, (found) => afterMiss(found, missed));
  }

  list({ flowId, name }: ExecutionId): Promise<readonly Heartbeat[]> {
    const sql = `SELECT entry, attempt, at, is_missed, detail FROM heartbeats WHERE execution = ${EXECUTION}`;
    return this.#commits.read(() => this.#sql.all<Row>(sql, flowId, name).map(heartbeatOf));
  }

  #change(
    execution: ExecutionId,
    entry: EventId,
    after: (found: Heartbeat | undefined) => Heartbeat | undefined,
  ): Promise<boolean> {
    const { flowId, name } = execution;
    const find = `SELECT entry, attempt, at, is_missed, detail FROM heartbeats WHERE execution = ${EXECUTION} AND entry = ?`;
    const replace = `INSERT OR REPLACE INTO heartbeats VALUES (${EXECUTION}, ?, ?, ?, ?, ?)`;
    return this.#commits.write(() => {
      const row = this.#sql.get<Row>(find, flowId, name, entry);
      const found = row && heartbeatOf(row);
      const next = after(found);
      if (next === undefined || next === found) return next !== undefined;
      const { attempt, at, isMissed, detail } = next;
      this.#sql.run(replace, flowId, name, entry, attempt, at, isMissed ? 1 : 0, detail ?? null);
      return true;
    });
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
