import { setTimeout as sleep } from 'node:timers/promises';

/** One part of a server: opened after the parts that it uses, closed before them. */
export interface Part<T> {
  /** Name of the part for operators. */
  readonly name: string;
  /** @throws when the part cannot serve; it then leaves nothing open. */
  open(): T | Promise<T>;
  /** Ends the part's work. Absent where there is nothing to end. */
  close?(opened: T): void | Promise<void>;
}

/** Times for closing. */
export interface CloseTimes {
  /** One part. */
  readonly partMs: number;
  /** All parts together; each that comes later still gets {@link LEAST_MS}. */
  readonly allMs: number;
}

/** A stopped server is gone within five seconds: operators and container runtimes kill it soon after that. */
const CLOSE_TIMES: CloseTimes = { partMs: 2_500, allMs: 4_000 };
/** Enough for a part that has nothing to wait for. */
const LEAST_MS = 100;

interface Opened {
  readonly name: string;
  readonly close: () => void | Promise<void>;
}

/** The open parts of a server. */
export class Parts {
  readonly #write: (line: string) => void;
  readonly #times: CloseTimes;
  readonly #opened: Opened[] = [];

  constructor(write: (line: string) => void, times = CLOSE_TIMES) {
    this.#write = write;
    this.#times = times;
  }

  /** Opens one more part. @throws the error of its opening */
  async open<T>(part: Part<T>): Promise<T> {
    const opened = await part.open();
    this.#opened.push({ name: part.name, close: () => part.close?.(opened) });
    return opened;
  }

  /**
   * Closes every part, the last one first. A part that takes too long is left behind, one that fails keeps no other
   * from closing; the operator reads about both.
   */
  async close(): Promise<void> {
    const until = performance.now() + this.#times.allMs;
    for (let part = this.#opened.pop(); part !== undefined; part = this.#opened.pop()) {
      const left = Math.max(until - performance.now(), LEAST_MS);
      const problem = await closingProblem(part, Math.min(left, this.#times.partMs));
      if (problem !== undefined) this.#write(`warning: ${part.name} could not be closed: ${problem}`);
    }
  }
}

/** Why a part is not closed after so many milliseconds; undefined when it is. */
async function closingProblem({ close }: Opened, milliseconds: number): Promise<string | undefined> {
  const waiting = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: waiting.signal }).then(() => {
    throw new Error(`it took more than ${Math.round(milliseconds)} ms`);
  });
  try {
    await Promise.race([close(), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    waiting.abort();
    late.catch(() => {});
  }
}
