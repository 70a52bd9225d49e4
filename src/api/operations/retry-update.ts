import { ApiError } from '../api-error.ts';

const TRIES = 5;

/**
 * Reads a record, changes it and writes it, again from the start whenever another writer came in between.
 *
 *   caller A  ── read v7 ─────── write v8 ✓
 *   caller B  ───── read v7 ─────────────── write v8 ✗ ── read v8 ── write v9 ✓
 *
 * @throws ApiError `ConcurrentUpdateError` when others are faster several times in a row.
 */
export async function retryUpdate<T>(
  read: () => Promise<T>,
  change: (record: T) => T,
  write: (record: T) => Promise<boolean>,
): Promise<T> {
  const { changed } = await retryChange(async () => {
    const changed = change(await read());
    return (await write(changed)) ? { changed } : undefined;
  });
  return changed;
}

/**
 * Does a change again, from the start, until it comes to something.
 *
 * @throws ApiError `ConcurrentUpdateError` when others are faster several times in a row.
 */
export async function retryChange<T extends object | true>(change: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const changed = await change();
    if (changed !== undefined) return changed;
  }
  throw new ApiError('ConcurrentUpdateError', 'Others change the same resource at the same time; try again');
}
