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

/** Orders keys by their bytes in UTF-8, as S3 does: not by code units, which put emoji before some other characters. */
export function compareKeys(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** One page of objects in the order of their keys: each key, or the prefix that stands for it, is on exactly one page. */
export function listPage<T extends { readonly key: string }>(
  all: readonly T[],
  { prefix, delimiter, maxKeys, after, afterPrefix }: ListRequest,
): ListPage<T> {
  const sorted = all
    .filter(({ key }) => key.startsWith(prefix) && compareKeys(key, after) > 0)
    .filter(({ key }) => afterPrefix === undefined || isBehind(key, afterPrefix))
    .sort((a, b) => compareKeys(a.key, b.key));
  const objects: T[] = [];
  const commonPrefixes: string[] = [];
  let last: ListPage<T>['last'];
  for (const object of sorted) {
    const common = commonPrefixOf(object.key, prefix, delimiter);
    if (common !== undefined && common === commonPrefixes.at(-1)) continue;
    if (objects.length + commonPrefixes.length >= maxKeys) {
      return { objects, commonPrefixes, ...(last !== undefined && { last }) };
    }
    if (common === undefined) objects.push(object);
    else commonPrefixes.push(common);
    last = common === undefined ? { key: object.key } : { prefix: common };
  }
  return { objects, commonPrefixes };
}

function isBehind(key: string, prefix: string): boolean {
  return !key.startsWith(prefix) && compareKeys(key, prefix) > 0;
}

/** The prefix that stands for a key. @returns undefined for a key that is listed itself. */
function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}
