import { DamagedData } from '../../ports/damaged-data.ts';

/** One entry of a list; undefined for a damaged one, so that the list shows all others. */
export async function unlessDamaged<T>(entry: Promise<T>): Promise<T | undefined> {
  try {
    return await entry;
  } catch (error) {
    if (error instanceof DamagedData) return undefined;
    throw error;
  }
}
