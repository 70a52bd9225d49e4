/** A list that is added to at its end and taken from at its beginning, both in constant time. */
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

  /** Removes and answers the oldest, if any. */
  shift(): T | undefined {
    if (this.#outgoing.length === 0) {
      this.#outgoing = this.#incoming.reverse();
      this.#incoming = [];
    }
    return this.#outgoing.pop();
  }
}
