import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../ports/logger.ts';
import { cleanUp } from './housekeeping.ts';
import { moveSome, runningTasks } from './move-tasks.ts';
import type { Transactions } from './transactions.ts';

const CLEAN_UP_MS = 60_000;

/** Work on queues without a request: it removes old rows and moves dead letters. */
export class Upkeep {
  readonly #transactions: Transactions;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  readonly #cleaning: NodeJS.Timeout;

  constructor(transactions: Transactions, logger: Logger) {
    this.#transactions = transactions;
    this.#logger = logger;
    this.#cleaning = setInterval(() => void this.cleanUp(), CLEAN_UP_MS);
    this.#cleaning.unref();
  }

  /** Goes on with the moves that a process before this one had begun. */
  start(): void {
    for (const handle of runningTasks(this.#transactions.sql)) void this.move(handle);
  }

  /** Begins nothing more. */
  stop(): void {
    clearInterval(this.#cleaning);
    this.#closing.abort();
  }

  /** Removes old rows and those of deleted queues. After an error it tries again later. */
  async cleanUp(): Promise<void> {
    try {
      while (!this.#closing.signal.aborted && (await this.#transactions.write(cleanUp)));
    } catch (error) {
      this.#logger.error('old messages could not be removed', { reason: String(error) });
    }
  }

  /** Moves dead letters until the task has ended. One that cannot go on is taken up again by the next start. */
  async move(handle: string): Promise<void> {
    try {
      while (!this.#closing.signal.aborted) {
        const pause = await this.#transactions.write((work) => moveSome(work, handle));
        if (pause === undefined) return;
        await sleep(pause, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
      }
    } catch (error) {
      this.#logger.error('dead letters could not be moved', { reason: String(error) });
    }
  }
}
