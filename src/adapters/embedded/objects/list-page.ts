/** The keys of a bucket that a listing asks for. */
export interface ListRequest {
  readonly prefix: string;
  /** Keys that go on after it are listed together, as one prefix; empty for none. */
  readonly delimiter: string;
  readonly maxKeys: number;
  /** The listing begins behind this key. */
  readonly after: string;
  /** The listing begins behind all keys with this prefix, which the page before ended with. */
  readonly afterPrefix?: string;
}

/** A page of a listing. */
export interface ListPage<T> {
  readonly objects: readonly T[];
  readonly commonPrefixes: readonly string[];
  /** Last entry of the page, when more follows. */
  readonly last?: { readonly key: string } | { readonly prefix: string };
}

/** Where in the order of keys reading begins: behind a key, or at it. */
export interface KeyPlace {
  readonly key: Uint8Array;
  readonly isIncluded: boolean;
}

/** Orders keys by their bytes in UTF-8, as S3 does: not by code units, which put emoji before some other characters. */
export function compareKeys(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/**
 * One page of objects in the order of their keys: each key, or the prefix that stands for it, is on exactly one page.
 *
 * `read` returns the objects from a place on, in order; those behind one prefix are skipped, not read.
 */
export function listPage<T extends { readonly key: string }>(
  read: (from: KeyPlace) => Iterable<T>,
  request: ListRequest,
): ListPage<T> {
  const { prefix, delimiter, maxKeys } = request;
  const objects: T[] = [];
  const commonPrefixes: string[] = [];
  let last: ListPage<T>['last'];
  let from: KeyPlace | undefined = placeOf(request);
  while (from !== undefined) {
    const at: KeyPlace = from;
    from = undefined;
    for (const object of read(at)) {
      if (!object.key.startsWith(prefix)) break;
      if (objects.length + commonPrefixes.length >= maxKeys) {
        return { objects, commonPrefixes, ...(last !== undefined && { last }) };
      }
      const common = commonPrefixOf(object.key, prefix, delimiter);
      if (common === undefined) {
        objects.push(object);
        last = { key: object.key };
        continue;
      }
      commonPrefixes.push(common);
      last = { prefix: common };
      from = behind(common);
      break;
    }
  }
  return { objects, commonPrefixes };
}

/** The furthest of the places that a request names. */
function placeOf({ prefix, after, afterPrefix }: ListRequest): KeyPlace {
  const places: KeyPlace[] = [{ key: Buffer.from(prefix), isIncluded: true }];
  if (after !== '') places.push({ key: Buffer.from(after), isIncluded: false });
  if (afterPrefix !== undefined) places.push(behind(afterPrefix));
  return places.reduce((one, other) => {
    const order = Buffer.compare(one.key, other.key);
    return order > 0 || (order === 0 && !one.isIncluded) ? one : other;
  });
}

/** The place behind all keys with a prefix. No byte of UTF-8 is 255, so the last one can be counted up. */
function behind(prefix: string): KeyPlace {
  const key = Buffer.from(prefix);
  const last = key.length - 1;
  key.writeUInt8(key.readUInt8(last) + 1, last);
  return { key, isIncluded: true };
}

/** The prefix that stands for a key. @returns undefined for a key that is listed itself. */
function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}
