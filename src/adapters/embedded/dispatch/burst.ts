/** Messages handed out in one turn of the event loop, so that many do not keep callers of the API waiting. */
const MOST = 250;

/** Counts the messages that are handed out in this turn of the event loop. */
export class Burst {
  readonly #onTurn: () => void;
  #count = 0;

  /** Calls `onTurn` in the turn after one in which something was handed out. */
  constructor(onTurn: () => void) {
    this.#onTurn = onTurn;
  }

  /** True when the rest must wait for the next turn. */
  get isOver(): boolean {
    return this.#count >= MOST;
  }

  add(): void {
    this.#count += 1;
    if (this.#count > 1) return;
    setImmediate(() => {
      this.#count = 0;
      this.#onTurn();
    });
  }
}
