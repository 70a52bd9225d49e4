import { type ObjectsContext, objectStore, readObject, writeObject } from '../../../shared/object-store.ts';
import { ffmpeg } from '../../ffmpeg.ts';
import { RESULTS } from '../../results.ts';
import type { Film } from './inspect.ts';

/** A light bar in the upper left corner, on every picture. */
const MARK = ['-vf', 'drawbox=x=4:y=4:w=16:h=6:color=white@0.6:t=fill', '-c:v', 'mjpeg', '-c:a', 'copy'];

/** Marks a film once, so that the three conversions need not. */
export async function handler(
  { film }: { readonly film: Film },
  context: ObjectsContext,
): Promise<{ marked: string }> {
  const s3 = objectStore(context);
  const { body, madeBy } = await ffmpeg(await readObject(s3, film.bucket, film.key), MARK, 'mov');
  const marked = `work/${film.name}.mov`;
  await writeObject(s3, RESULTS, marked, body, { 'made-by': madeBy });
  return { marked };
}
