import type { Page, PageRequest } from '../../ports/flow-store.ts';
import { decodePageToken, encodePageToken } from '../../ports/page-token.ts';

/** A page of entries that are all at hand, in order of their names. @throws InvalidPageToken */
export function pageByName<T extends { readonly name: string }>(
  list: string,
  entries: readonly T[],
  { limit, nextToken }: PageRequest,
): Page<T> {
  const [after = ''] = nextToken === undefined ? [] : decodePageToken(list, nextToken, 1);
  const rest = entries.filter(({ name }) => name > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  if (last === undefined || items.length === rest.length) return { items };
  return { items, nextToken: encodePageToken(list, [last.name]) };
}
