import { Fifo } from './fifo.ts';

/** Lists that take turns, one per key: however long one grows, the first of another is next but few. */
export class FairQueue<T> {
  /** In the order of their turns; a list that is empty is gone. */
  readonly #lists = new Map<string, Fifo<T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  sizeOf(key: string): number {
    return this.#lists.get(key)?.size ?? 0;
  }

  /** The oldest of each key. */
  *firsts(): Iterable<T> {
    for (const list of this.#lists.values()) {
      const first = list.peek();
      if (first !== undefined) yield first;
    }
  }

  /** Adds behind everything of this key. */
  push(key: string, item: T): void {
    this.#listOf(key).push(item);
  }

  /** Adds before everything of this key: it had its turn already. */
  unshift(key: string, item: T): void {
    this.#listOf(key).unshift(item);
  }

  /** Removes and returns the oldest of the key whose turn it is; keys that may not go now keep their turn. */
  shift(mayGo: (key: string) => boolean = () => true): T | undefined {
    for (const [key, list] of this.#lists) {
      if (!mayGo(key)) continue;
      const item = list.shift();
      this.#size -= 1;
      if (list.size > 0 && this.#lists.size === 1) return item;
      this.#lists.delete(key);
      if (list.size > 0) this.#lists.set(key, list);
      return item;
    }
    return undefined;
  }

  /** Removes and returns everything. */
  takeAll(): readonly T[] {
    const items: T[] = [];
    for (let item = this.shift(); item !== undefined; item = this.shift()) items.push(item);
    return items;
  }

  #listOf(key: string): Fifo<T> {
    const list = this.#lists.get(key) ?? new Fifo<T>();
    this.#lists.set(key, list);
    this.#size += 1;
    return list;
  }
}
