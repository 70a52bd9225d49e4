import type { ExecutionPosition } from '../../../ports/page-token.ts';

/** Lists whose first entries are read at the same time: as many as the client has connections. */
const AT_ONCE = 50;

type Source = AsyncGenerator<ExecutionPosition, void>;

interface Head {
  readonly position: ExecutionPosition;
  readonly rest: Source;
}

/**
 * The merged entries of several lists, newest first, of one instant by descending flow and name. Each list is in that order
 * itself, and is read only as far as needed.
 */
export async function* mergeNewest(sources: readonly Source[]): AsyncGenerator<ExecutionPosition, void> {
  const heads: Head[] = [];
  for (let at = 0; at < sources.length; at += AT_ONCE) {
    const read = await Promise.all(sources.slice(at, at + AT_ONCE).map(headOf));
    heads.push(...read.filter((head) => head !== undefined));
  }
  heads.sort((a, b) => order(a.position, b.position));
  for (let head = heads.shift(); head !== undefined; head = heads.shift()) {
    yield head.position;
    const next = await headOf(head.rest);
    if (next !== undefined) heads.splice(placeOf(next.position, heads), 0, next);
  }
}

async function headOf(rest: Source): Promise<Head | undefined> {
  const { value, done } = await rest.next();
  return done === true || value === undefined ? undefined : { position: value, rest };
}

/** The place of a position among sorted heads. */
function placeOf(position: ExecutionPosition, heads: readonly Head[]): number {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const head = heads[middle];
    if (head !== undefined && order(head.position, position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Negative where the first is listed before the second. */
function order(a: ExecutionPosition, b: ExecutionPosition): number {
  return (
    b.startedAt - a.startedAt || descending(a.id.flowId, b.id.flowId) || descending(a.id.name, b.id.name)
  );
}

function descending(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? 1 : -1;
}
