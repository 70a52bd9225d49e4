import { describeObject, type ObjectsContext, objectStore } from '../../../shared/object-store.ts';

/** A film that was uploaded. */
export interface Film {
  readonly bucket: string;
  readonly key: string;
  /** Its name without folder and extension. */
  readonly name: string;
  readonly size: number;
}

/** Somebody uploaded something else. */
class NotAFilm extends Error {
  override readonly name = 'NotAFilm';
}

/** Finds out what has been uploaded, before anything expensive is done with it. */
export async function handler(
  { bucket, key }: Pick<Film, 'bucket' | 'key'>,
  context: ObjectsContext,
): Promise<{ film: Film }> {
  const [, name] = /([^/]+)\.mov$/.exec(key) ?? [];
  if (name === undefined) throw new NotAFilm(`${key} is not a MOV file.`);
  const found = await describeObject(objectStore(context), bucket, key);
  if (found === undefined) throw new NotAFilm(`${key} is gone.`);
  return { film: { bucket, key, name, size: found.size } };
}
