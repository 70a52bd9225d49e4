import type { Instant } from '../../interpreter/event.ts';

/** An entry of a heap. It is in one heap at most, which keeps its place in `position`. */
export interface HeapEntry {
  readonly at: Instant;
  /** Index of the entry in the heap's array; -1 outside of one. */
  position: number;
}

/** A binary heap: the entry with the earliest time is first, any entry can be removed. */
export class Heap<Entry extends HeapEntry> {
  readonly #entries: Entry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  /** The earliest entry, if any. */
  peek(): Entry | undefined {
    return this.#entries[0];
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#rise(entry, this.#entries.length - 1);
  }

  /** Removes and returns the earliest entry if it is due at `now`. */
  popDue(now: Instant): Entry | undefined {
    const first = this.#entries[0];
    if (first === undefined || first.at > now) return undefined;
    this.remove(first);
    return first;
  }

  /** Removes an entry; one that is not here is left alone. */
  remove(entry: Entry): void {
    const { position } = entry;
    const last = this.#entries.at(-1);
    if (last === undefined || this.#entries[position] !== entry) return;
    this.#entries.pop();
    entry.position = -1;
    if (last === entry) return;
    this.#sink(last, position);
    this.#rise(last, last.position);
  }

  /** Moves `entry` from `position` towards the root while its parent is later. */
  #rise(entry: Entry, position: number): void {
    let place = position;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#entries[above];
      if (parent === undefined || parent.at <= entry.at) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(entry, place);
  }

  /** Moves `entry` from `position` towards the leaves while a child is earlier. */
  #sink(entry: Entry, position: number): void {
    let place = position;
    for (;;) {
      const child = this.#earlierChild(place);
      if (child === undefined || child.at >= entry.at) break;
      const below = child.position;
      this.#put(child, place);
      place = below;
    }
    this.#put(entry, place);
  }

  #earlierChild(place: number): Entry | undefined {
    const left = this.#entries[2 * place + 1];
    const right = this.#entries[2 * place + 2];
    if (left === undefined || right === undefined) return left;
    return right.at < left.at ? right : left;
  }

  #put(entry: Entry, place: number): void {
    this.#entries[place] = entry;
    entry.position = place;
  }
}
