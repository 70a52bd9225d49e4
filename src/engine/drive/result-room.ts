import type { ExecutionStore } from '../../ports/execution-store.ts';
import type { ResultRoom } from '../../ports/task-targets.ts';
import type { EngineServices } from '../services.ts';

interface Waiting {
  readonly bytes: number;
  readonly enter: () => void;
}

/** The results that one process has read and not committed, and those that wait to be read. */
class ArrivingResults {
  readonly #most: number;
  readonly #waiting = new Set<Waiting>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Resolves when the result fits beside the others, which were here first; one of any size fits alone. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.delete(waiting);
        reject(signal.reason);
        this.#letIn();
      };
      const waiting: Waiting = {
        bytes,
        enter: () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(waiting);
      this.#letIn();
    });
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
    this.#letIn();
  }

  #letIn(): void {
    for (const waiting of this.#waiting) {
      if (this.#bytes > 0 && this.#bytes + waiting.bytes > this.#most) return;
      this.#waiting.delete(waiting);
      this.#bytes += waiting.bytes;
      waiting.enter();
    }
  }
}

/** By store, as open executions. */
const arriving = new WeakMap<ExecutionStore, ArrivingResults>();

/**
 * Room that the result of one call takes among those of all calls of this process, until it is committed or dropped.
 *
 * A commit waits for no room, so every result that has some gives it back.
 */
export class HeldRoom implements ResultRoom {
  readonly #results: ArrivingResults;
  #bytes = 0;
  #isReleased = false;

  constructor({ executions, physical }: Pick<EngineServices, 'executions' | 'physical'>) {
    this.#results = arriving.get(executions) ?? new ArrivingResults(physical.arrivingBytes);
    arriving.set(executions, this.#results);
  }

  async take(bytes: number, signal: AbortSignal): Promise<void> {
    await this.#results.take(bytes, signal);
    if (this.#isReleased) this.#results.give(bytes);
    else this.#bytes += bytes;
  }

  /** Gives back what was taken; called once more, it changes nothing. */
  release(): void {
    this.#isReleased = true;
    const bytes = this.#bytes;
    this.#bytes = 0;
    if (bytes > 0) this.#results.give(bytes);
  }
}
