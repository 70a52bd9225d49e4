/** One of several lists that are shown as one; each is sorted already, the newest first. */
export interface Source<T> {
  /** Reads the page with this token; the first page without one. */
  read(token: string | undefined): Promise<SourcePage<T>>;
}

interface SourcePage<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/** The beginning of several lists merged into one. */
export interface Merged<T> {
  readonly items: readonly T[];
  /** True when the lists hold nothing more. */
  readonly isComplete: boolean;
}

/** A list that is being read: what of it is not taken yet, and how to go on. */
interface Cursor<T> {
  readonly source: Source<T>;
  readonly waiting: T[];
  token: string | undefined;
  isRead: boolean;
}

/**
 * The newest `wanted` items of all lists, in their common order.
 *
 * An item is taken only while every list that has more to give shows its next one, so nothing newer can come later. Pages
 * are read when they are needed, `concurrency` at a time.
 */
export async function newest<T>(
  sources: readonly Source<T>[],
  wanted: number,
  isNewer: (a: T, b: T) => boolean,
  concurrency = 6,
): Promise<Merged<T>> {
  const cursors = sources.map(
    (source): Cursor<T> => ({ source, waiting: [], token: undefined, isRead: false }),
  );
  const items: T[] = [];
  while (items.length < wanted) {
    await eachAtATime(cursors.filter(isDry), concurrency, readOn);
    const next = cursors
      .filter(({ waiting }) => waiting.length > 0)
      .reduce<Cursor<T> | undefined>(newer(isNewer), undefined);
    const item = next?.waiting.shift();
    if (item === undefined) return { items, isComplete: true };
    items.push(item);
  }
  return { items, isComplete: cursors.every(({ waiting, isRead }) => isRead && waiting.length === 0) };
}

function isDry<T>({ waiting, isRead }: Cursor<T>): boolean {
  return waiting.length === 0 && !isRead;
}

/** Reads until there is an item; pages may be empty and still not the last. */
async function readOn<T>(cursor: Cursor<T>): Promise<void> {
  while (isDry(cursor)) {
    const { items, nextToken } = await cursor.source.read(cursor.token);
    cursor.waiting.push(...items);
    cursor.token = nextToken;
    cursor.isRead = nextToken === undefined;
  }
}

function newer<T>(isNewer: (a: T, b: T) => boolean) {
  return (best: Cursor<T> | undefined, cursor: Cursor<T>): Cursor<T> => {
    const [a, b] = [cursor.waiting[0], best?.waiting[0]];
    if (best === undefined || a === undefined || b === undefined) return best ?? cursor;
    return isNewer(a, b) ? cursor : best;
  };
}

/** Does something with every item, some at a time; the first failure ends it. */
export async function eachAtATime<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
