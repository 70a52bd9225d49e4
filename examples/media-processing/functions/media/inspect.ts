import { basename } from 'node:path/posix';
import {
  describeObject,
  type ObjectsContext,
  objectStore,
  readObject,
} from '../../../shared/object-store.ts';

/** A film that was uploaded. */
export interface Film {
  readonly bucket: string;
  readonly key: string;
  /** Its name without folder and extension. */
  readonly name: string;
  readonly size: number;
}

/** The upload is something else. */
class NotAFilm extends Error {
  override readonly name = 'NotAFilm';
}

/** Types of the atom that a QuickTime film begins with; four bytes of length stand before. */
const FIRST_ATOMS = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'];

/** Finds out what has been uploaded, before anything expensive is done with it. */
export async function handler(
  { bucket, key }: Pick<Film, 'bucket' | 'key'>,
  context: ObjectsContext,
): Promise<{ film: Film }> {
  const s3 = objectStore(context);
  const found = await describeObject(s3, bucket, key);
  if (found === undefined) throw new NotAFilm(`${key} is gone.`);
  const beginning = found.size < 8 ? '' : (await readObject(s3, bucket, key, 'bytes=0-7')).toString('latin1');
  if (!FIRST_ATOMS.includes(beginning.slice(4))) throw new NotAFilm(`${key} does not hold a QuickTime film.`);
  return { film: { bucket, key, name: basename(key, '.mov'), size: found.size } };
}
