import type { Instant } from '../../interpreter/event.ts';
import type { GroupCommit } from './group-commit.ts';
import { unpackText } from './packed-text.ts';
import type { Statements } from './statements.ts';

/** Where a search for executions to remove goes on. */
export type SearchPosition = number;

interface Row {
  readonly id: number;
  readonly started_at: number;
  readonly outcome: Uint8Array | null;
}

/** Removes what is kept of executions that ended long ago. */
export class EndedExecutions {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;

  constructor(sql: Statements, commits: GroupCommit) {
    this.#sql = sql;
    this.#commits = commits;
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
    const ended = old.filter(({ outcome }) => outcome !== null && stoppedAt(outcome) < before);
    if (ended.length > 0) await this.#commits.write(() => this.#remove(ended));
    return old.length < most ? undefined : old.at(-1)?.id;
  }

  #remove(rows: readonly Row[]): void {
    for (const { id } of rows) {
      this.#sql.run('DELETE FROM records WHERE execution = ?', id);
      this.#sql.run('DELETE FROM executions WHERE id = ?', id);
    }
  }
}

function stoppedAt(outcome: Uint8Array): Instant {
  return JSON.parse(unpackText(outcome)).stoppedAt;
}
