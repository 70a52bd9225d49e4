import type { Clock, Ids } from '../../../ports/clock.ts';
import { QueueError } from '../../../queues/queue-error.ts';
import { TopicError } from '../../../queues/topics/topic-error.ts';
import type { GroupCommit } from '../group-commit.ts';
import type { Statements } from '../statements.ts';
import type { Work } from './work.ts';

/** Runs work on queues in transactions shared with other callers, and reports the queues in which something may have changed. */
export class Transactions {
  readonly sql: Statements;
  readonly clock: Clock;
  readonly #commits: GroupCommit;
  readonly #ids: Ids;
  readonly #onTouched: (queueName: string) => void;

  constructor(
    parts: {
      readonly sql: Statements;
      readonly commits: GroupCommit;
      readonly clock: Clock;
      readonly ids: Ids;
    },
    onTouched: (queueName: string) => void,
  ) {
    this.sql = parts.sql;
    this.clock = parts.clock;
    this.#commits = parts.commits;
    this.#ids = parts.ids;
    this.#onTouched = onTouched;
  }

  /**
   * Resolves to the result of `statements`, once their writes are on disk.
   *
   * They may throw a `QueueError` or a `TopicError` before they have written anything; the transaction goes on without them.
   */
  async write<T>(statements: (work: Work) => T): Promise<T> {
    const touched = new Set<string>();
    const outcome = await this.#commits.write(() => {
      const work = this.#work(touched);
      this.sql.run('UPDATE latest SET at = ?', work.now);
      return settle(() => statements(work));
    });
    for (const name of touched) this.#onTouched(name);
    if (outcome instanceof QueueError || outcome instanceof TopicError) throw outcome;
    return outcome;
  }

  /** Resolves to the result of `query`, once all data that it can see are on disk. */
  async read<T>(query: (work: Work) => T): Promise<T> {
    return await this.#commits.read(() => query(this.#work(new Set())));
  }

  #work(touched: Set<string>): Work {
    return { sql: this.sql, ids: this.#ids, now: this.clock.now(), touched };
  }
}

function settle<T>(run: () => T): T | QueueError | TopicError {
  try {
    return run();
  } catch (error) {
    if (error instanceof QueueError || error instanceof TopicError) return error;
    throw error;
  }
}
