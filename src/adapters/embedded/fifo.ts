/** A list that is added to at both ends and taken from at its beginning, all in constant time. */
export class Fifo<T> {
  #incoming: T[] = [];
  /** The oldest last. */
  #outgoing: T[] = [];

  get size(): number {
    return this.#incoming.length + this.#outgoing.length;
  }

  push(item: T): void {
    this.#incoming.push(item);
  }

  /** Adds before the oldest. */
  unshift(item: T): void {
    this.#outgoing.push(item);
  }

  /** The oldest, if any. */
  peek(): T | undefined {
    return this.#outgoing.at(-1) ?? this.#incoming[0];
  }

  /** Removes and returns the oldest, if any. */
  shift(): T | undefined {
    if (this.#outgoing.length === 0) {
      this.#outgoing = this.#incoming.reverse();
      this.#incoming = [];
    }
    return this.#outgoing.pop();
  }
}
