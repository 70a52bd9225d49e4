import type { Instant } from '../../interpreter/event.ts';
import type { ExecutionEnd } from '../../ports/execution-store.ts';
import type { GroupCommit } from './group-commit.ts';
import { END_SHAPE } from './shapes.ts';
import type { Statements } from './statements.ts';
import type { StoredRows } from './stored-rows.ts';

const LONGEST_LIFE_MS = 366 * 86_400_000;

/** The position at which a search for executions to remove goes on. */
export type SearchPosition = number;

interface Row {
  readonly id: number;
  readonly flow_id: string;
  readonly name: string;
  readonly started_at: number;
  readonly outcome: Uint8Array | null;
}

/** Removes the data of executions that ended long ago. */
export class EndedExecutions {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  readonly #rows: StoredRows;

  constructor(sql: Statements, commits: GroupCommit, rows: StoredRows) {
    this.#sql = sql;
    this.#commits = commits;
    this.#rows = rows;
  }

  /**
   * Looks at the next `most` executions, oldest start first, and removes those that ended before an instant.
   *
   * @returns where to go on; undefined when the rest cannot have ended before.
   */
  async removeSome(before: Instant, from: SearchPosition, most: number): Promise<SearchPosition | undefined> {
    const rows = await this.#commits.read(() =>
      this.#sql.all<Row>(
        'SELECT id, flow_id, name, started_at, outcome FROM executions WHERE id > ? ORDER BY id LIMIT ?',
        from,
        most,
      ),
    );
    // Executions are numbered as they start; clocks that were set back only delay the removal.
    const old = rows.filter((row) => row.started_at < before);
    const ended = old.filter((row) => row.outcome !== null && this.#stoppedAt(row, row.outcome) < before);
    if (ended.length > 0) await this.#commits.write(() => this.#remove(ended, before));
    return old.length < most ? undefined : old.at(-1)?.id;
  }

  /** Removes large texts from before an instant of executions that are not there: their starts came to nothing. */
  async removeOrphans(before: Instant): Promise<void> {
    const sql = `DELETE FROM blobs WHERE written_at < ? AND NOT EXISTS
      (SELECT 1 FROM executions WHERE flow_id = blobs.flow_id AND name = blobs.name)`;
    await this.#commits.write(() => this.#sql.run(sql, before));
  }

  /** An end that cannot be read any more was written within the longest life of an execution. */
  #stoppedAt({ id, started_at }: Row, outcome: Uint8Array): Instant {
    const what = () => `the end of the execution in row ${id}`;
    const end = this.#rows.readIfSound<ExecutionEnd>(outcome, END_SHAPE, what);
    return end?.stoppedAt ?? started_at + LONGEST_LIFE_MS;
  }

  /** Large texts that are younger belong to the next execution of the name, which is just being started. */
  #remove(rows: readonly Row[], before: Instant): void {
    const blobs = 'DELETE FROM blobs WHERE flow_id = ? AND name = ? AND written_at < ?';
    for (const { id, flow_id, name } of rows) {
      this.#sql.run(blobs, flow_id, name, before);
      this.#sql.run('DELETE FROM records WHERE execution = ?', id);
      this.#sql.run('DELETE FROM heartbeats WHERE execution = ?', id);
      this.#sql.run('DELETE FROM logs WHERE execution = ?', id);
      this.#sql.run('DELETE FROM labels WHERE execution = ?', id);
      this.#sql.run('DELETE FROM executions WHERE id = ?', id);
    }
  }
}
