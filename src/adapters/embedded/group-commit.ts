import { DataError, explainError } from './data-error.ts';
import type { OpenDatabase } from './open-database.ts';

/** One writer: runs its statements and answers how to tell it, or is told why not. */
interface Job {
  attempt(): () => void;
  reject(error: unknown): void;
}

/**
 * Commits everything written in one turn of the event loop as one transaction, that is with one flush to disk.
 *
 *   writer A  ── write ──┐                           ┌── answer
 *   writer B  ── write ──┤                           ├── answer
 *                        └─ BEGIN, A, B, COMMIT ─────┘
 *
 * A flush never yields, so readers on the same connection see nothing that is not committed.
 */
export class GroupCommit {
  readonly #opened: OpenDatabase;
  #jobs: Job[] = [];
  #followers: (() => void)[] = [];
  #isScheduled = false;
  #isClosed = false;

  constructor(opened: OpenDatabase) {
    this.#opened = opened;
  }

  /**
   * Answers what `statements` answered, once it is on disk.
   *
   * The statements may run twice, the first time undone. When they throw, they alone are undone.
   */
  write<T>(statements: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) throw new DataError(`Data in ${this.#opened.place}: closed`);
      const attempt = () => {
        const value = statements();
        return () => resolve(value);
      };
      this.#jobs.push({ attempt, reject });
      this.#schedule();
    });
  }

  /** Runs `action` after everything written in this turn of the event loop has been committed or refused. */
  afterCommits(action: () => void): void {
    this.#followers.push(action);
    this.#schedule();
  }

  /** Commits what is waiting; later writes are refused. */
  close(): void {
    this.#flush();
    this.#isClosed = true;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    const jobs = this.#jobs;
    const followers = this.#followers;
    this.#jobs = [];
    this.#followers = [];
    this.#isScheduled = false;
    for (const tell of this.#commit(jobs)) tell();
    for (const follow of followers) follow();
  }

  /** When one of many fails, each is tried again in a transaction of its own, so that it hurts nobody else. */
  #commit(jobs: readonly Job[]): readonly (() => void)[] {
    if (jobs.length === 0) return [];
    try {
      return this.#transact(() => jobs.map((job) => job.attempt()));
    } catch (error) {
      if (jobs.length > 1) return jobs.flatMap((job) => this.#commit([job]));
      return jobs.map((job) => () => job.reject(explainError(this.#opened.place, error)));
    }
  }

  #transact<T>(work: () => T): T {
    const { database } = this.#opened;
    database.exec('BEGIN IMMEDIATE');
    try {
      const value = work();
      database.exec('COMMIT');
      return value;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
