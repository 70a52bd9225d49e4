const BITS = 5;
const WIDTH = 1 << BITS;

type Node<T> = readonly (Node<T> | T | undefined)[];

/**
 * An immutable map from positive whole numbers to values. Every change returns a new table that shares all but one path
 * with the old one, so a fold over many open frames costs the same per event as over one.
 */
export class PersistentTable<T extends object> {
  static readonly #empty = new PersistentTable<never>([], 1, 0);

  /** The table that holds nothing. */
  static empty<T extends object>(): PersistentTable<T> {
    return PersistentTable.#empty as unknown as PersistentTable<T>;
  }

  readonly #root: Node<T>;
  readonly #depth: number;
  readonly size: number;

  private constructor(root: Node<T>, depth: number, size: number) {
    this.#root = root;
    this.#depth = depth;
    this.size = size;
  }

  /** The value under `key`, or undefined. */
  get(key: number): T | undefined {
    if (key >= WIDTH ** this.#depth) return undefined;
    let node: unknown = this.#root;
    for (let level = this.#depth - 1; level >= 0 && node !== undefined; level--) {
      node = (node as Node<T>)[(key >>> (level * BITS)) % WIDTH];
    }
    return node as T | undefined;
  }

  /** A table in which `key` holds `value`. */
  with(key: number, value: T): PersistentTable<T> {
    let [root, depth] = [this.#root, this.#depth];
    for (; key >= WIDTH ** depth; depth++) root = this.size === 0 ? [] : [root];
    const size = this.get(key) === undefined ? this.size + 1 : this.size;
    return new PersistentTable(withPath(root, depth - 1, key, value), depth, size);
  }

  /** A table without `key`. */
  without(key: number): PersistentTable<T> {
    if (this.get(key) === undefined) return this;
    const root = withoutPath(this.#root, this.#depth - 1, key);
    return root === undefined
      ? PersistentTable.empty()
      : new PersistentTable(root, this.#depth, this.size - 1);
  }

  /** The empty table. */
  cleared(): PersistentTable<T> {
    return PersistentTable.empty();
  }

  /** All values, in ascending order of their keys. */
  values(): T[] {
    const found: T[] = [];
    collect(this.#root, this.#depth - 1, found);
    return found;
  }
}

function withPath<T>(node: Node<T>, level: number, key: number, value: T): Node<T> {
  const slot = (key >>> (level * BITS)) % WIDTH;
  const copy = node.slice();
  copy[slot] = level === 0 ? value : withPath((node[slot] as Node<T>) ?? [], level - 1, key, value);
  return copy;
}

/** Drops empty nodes. Keys only grow, so walks would otherwise pass through every node that there ever was. */
function withoutPath<T>(node: Node<T>, level: number, key: number): Node<T> | undefined {
  const slot = (key >>> (level * BITS)) % WIDTH;
  const copy = node.slice();
  copy[slot] = level === 0 ? undefined : withoutPath(node[slot] as Node<T>, level - 1, key);
  return copy.some((kept) => kept !== undefined) ? copy : undefined;
}

function collect<T>(node: Node<T>, level: number, found: T[]): void {
  for (const slot of node) {
    if (slot === undefined) continue;
    if (level === 0) found.push(slot as T);
    else collect(slot as Node<T>, level - 1, found);
  }
}
