import { DamagedData } from '../../ports/damaged-data.ts';

/** What a list shows of one of its entries; undefined for one that is damaged, which keeps no other from being shown. */
export async function unlessDamaged<T>(entry: Promise<T>): Promise<T | undefined> {
  try {
    return await entry;
  } catch (error) {
    if (error instanceof DamagedData) return undefined;
    throw error;
  }
}
