import { DataError, explainError } from './data-error.ts';
import type { OpenDatabase } from './open-database.ts';

/** For so long after one refusal more are to be expected, though a small write may still fit. */
const REFUSED_MS = 3_000;

/** One writer: runs its statements and returns the function that resolves its promise, or is rejected. */
interface Job {
  attempt(): () => void;
  reject(error: unknown): void;
}

/** Told how long commits and flushes take, in milliseconds. */
export interface CommitObserver {
  committed(milliseconds: number): void;
  flushed(milliseconds: number): void;
}

/**
 * Commits everything written in one turn of the event loop as one transaction, and resolves when that is on disk.
 *
 *   writer A  ── write ──┐                                      ┌── resolve
 *   writer B  ── write ──┤                                      ├── resolve
 *                        └─ BEGIN, A, B, COMMIT ── flush ───────┘
 *   writer C  ─────────────────────── write ───────┄┄┄┄┄┄┄┄┄┄┄┄┄┄└─ BEGIN, C, COMMIT ── flush ─ …
 *   reader    ─────────────────────── read ────────┄┄┄┄┄┄┄┄┄┄┄┄┄┄└── resolve
 *
 * The event loop goes on while the disk works. Writes meanwhile wait for the next transaction, and reads meanwhile for the
 * end of the flush: no reader ever sees data that a power cut could still take back.
 */
export class GroupCommit {
  readonly #opened: OpenDatabase;
  readonly #observer: CommitObserver | undefined;
  #jobs: Job[] = [];
  #followers: (() => void)[] = [];
  #isScheduled = false;
  #isClosed = false;
  /** The flush in progress; resolves, after the promises of its writers, also when it fails. */
  #flushing: Promise<void> | undefined;
  /** The error after which nothing can be read or written any more. */
  #fault: unknown;
  /** The newest refusal of a writer by the disk. */
  #refused: { readonly error: DataError; readonly at: number } | undefined;

  constructor(opened: OpenDatabase, observer?: CommitObserver) {
    this.#opened = opened;
    this.#observer = observer;
  }

  /**
   * Resolves to the result of `statements`, once their writes are on disk.
   *
   * The statements may run twice, the first time undone. When they throw, they alone are undone.
   */
  write<T>(statements: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#fault !== undefined) throw this.#fault;
      if (this.#isClosed) throw new DataError(`Data in ${this.#opened.place}: closed`);
      const attempt = () => {
        const value = statements();
        return () => resolve(value);
      };
      this.#jobs.push({ attempt, reject });
      this.#schedule();
    });
  }

  /**
   * Writes without a change, to find out whether anything can be written.
   *
   * @throws DataError when it cannot, or when others have just been refused: they may have written more than this does.
   */
  async probe(statements: () => void): Promise<void> {
    await this.write(statements);
    const refused = this.#refused;
    if (refused !== undefined && performance.now() - refused.at <= REFUSED_MS) throw refused.error;
  }

  /** Resolves to the result of `query`, once all data that it can see are on disk. */
  async read<T>(query: () => T): Promise<T> {
    await this.#flushing;
    if (this.#fault !== undefined) throw this.#fault;
    return query();
  }

  /** Runs `action` after everything written in this turn of the event loop has been committed or refused. */
  afterCommits(action: () => void): void {
    this.#followers.push(action);
    this.#schedule();
  }

  /** Commits what is waiting; later writes are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#isScheduled || this.#flushing !== undefined) {
      await (this.#flushing ?? new Promise((resolve) => setImmediate(resolve)));
    }
  }

  #schedule(): void {
    if (this.#isScheduled || this.#flushing !== undefined) return;
    this.#isScheduled = true;
    setImmediate(() => this.#commitWaiting());
  }

  #commitWaiting(): void {
    const jobs = this.#jobs;
    const followers = this.#followers;
    this.#jobs = [];
    this.#followers = [];
    this.#isScheduled = false;
    const begun = this.#observer && performance.now();
    const answers = this.#commit(jobs);
    if (begun !== undefined) this.#observer?.committed(performance.now() - begun);
    const settle = () => {
      for (const answer of answers) answer();
      for (const follow of followers) follow();
    };
    if (jobs.length > 1) {
      this.#flushing = this.#flush(jobs, settle);
      return;
    }
    // A writer that is alone writes one thing after the other: waiting for the disk is shorter than coming back.
    if (jobs.length === 1) this.#flushNow(jobs);
    settle();
  }

  async #flush(jobs: readonly Job[], settle: () => void): Promise<void> {
    const begun = this.#observer && performance.now();
    await this.#opened.flush().catch((error) => this.#fail(jobs, error));
    if (begun !== undefined) this.#observer?.flushed(performance.now() - begun);
    this.#flushing = undefined;
    settle();
    if (this.#jobs.length + this.#followers.length > 0) this.#schedule();
  }

  #flushNow(jobs: readonly Job[]): void {
    const begun = this.#observer && performance.now();
    try {
      this.#opened.flushNow();
      if (begun !== undefined) this.#observer?.flushed(performance.now() - begun);
    } catch (error) {
      this.#fail(jobs, error);
    }
  }

  /** It is unknown which writes are on disk: a restart has to find out. */
  #fail(jobs: readonly Job[], error: unknown): void {
    this.#fault = explainError(this.#opened.place, error);
    for (const job of jobs) job.reject(this.#fault);
  }

  /** When one of many fails, each is tried again in a transaction of its own, so that it hurts no other. */
  #commit(jobs: readonly Job[]): readonly (() => void)[] {
    if (jobs.length === 0) return [];
    try {
      return this.#transact(() => jobs.map((job) => job.attempt()));
    } catch (error) {
      if (jobs.length > 1) return jobs.flatMap((job) => this.#commit([job]));
      const explained = explainError(this.#opened.place, error);
      if (explained instanceof DataError) this.#refused = { error: explained, at: performance.now() };
      return jobs.map((job) => () => job.reject(explained));
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
