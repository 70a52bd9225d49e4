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
        'SELECT id, started_at, outcome FROM executions WHERE id > ? ORDER BY id LIMIT ?',
        from,
        most,
      ),
    );
    // Executions are numbered as they start; clocks that were set back only delay the removal.
    const old = rows.filter((row) => row.started_at < before);
    const ended = old.filter((row) => row.outcome !== null && this.#stoppedAt(row, row.outcome) < before);
    if (ended.length > 0) await this.#commits.write(() => this.#remove(ended));
    return old.length < most ? undefined : old.at(-1)?.id;
  }

  /** An end that cannot be read any more was written within the longest life of an execution. */
  #stoppedAt({ id, started_at }: Row, outcome: Uint8Array): Instant {
    const what = () => `the end of the execution in row ${id}`;
    const end = this.#rows.readIfSound<ExecutionEnd>(outcome, END_SHAPE, what);
    return end?.stoppedAt ?? started_at + LONGEST_LIFE_MS;
  }

  #remove(rows: readonly Row[]): void {
    for (const { id } of rows) {
      this.#sql.run('DELETE FROM records WHERE execution = ?', id);
      this.#sql.run('DELETE FROM labels WHERE execution = ?', id);
      this.#sql.run('DELETE FROM executions WHERE id = ?', id);
    }
  }
}
