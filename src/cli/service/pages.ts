/** Some items of a list and where it goes on. */
interface ItemPage<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** The first `limit` items of a paged list, in order; a page may be short, or empty, and still not be the last. */
export async function collectPages<T>(
  readPage: (nextToken: string | undefined) => Promise<ItemPage<T>>,
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const page = await readPage(token);
    items.push(...page.items);
    token = page.nextToken;
  } while (token !== undefined && items.length < limit);
  return items.slice(0, limit);
}
