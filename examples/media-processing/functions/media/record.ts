import {
  deleteObject,
  describeObject,
  type ObjectsContext,
  objectStore,
  writeObject,
} from '../../../shared/object-store.ts';
import { RESULTS } from '../../results.ts';
import type { Film } from './inspect.ts';

interface Request {
  readonly film: Film;
  readonly marked: string;
  readonly results: readonly string[];
}

/** Writes what is known of a film and its results into the catalog, and takes the working copy away. */
export async function handler(
  { film, marked, results }: Request,
  context: ObjectsContext,
): Promise<{ catalog: string }> {
  const s3 = objectStore(context);
  const entries = await Promise.all(
    results.map(async (key) => ({ key, ...(await describeObject(s3, RESULTS, key)) })),
  );
  const catalog = `catalog/${film.name}.json`;
  await writeObject(s3, RESULTS, catalog, JSON.stringify({ film, results: entries }, undefined, 2));
  await deleteObject(s3, RESULTS, marked);
  return { catalog };
}
