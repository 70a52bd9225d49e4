import { type ObjectsContext, objectStore, readObject, writeObject } from '../../../shared/object-store.ts';
import { ffmpeg } from '../../ffmpeg.ts';
import { type Format, RESULTS } from '../../results.ts';
import type { Film } from './inspect.ts';

interface Request {
  readonly film: Film;
  readonly marked: string;
  readonly format: Format;
}

const OPTIONS: Readonly<Record<Format, readonly string[]>> = {
  mp4: ['-c:v', 'mpeg4', '-c:a', 'aac', '-ar', '44100'],
  flv: ['-c:v', 'flv', '-c:a', 'aac', '-ar', '44100'],
  avi: ['-c:v', 'mpeg4', '-c:a', 'pcm_s16le'],
};

/** Converts a marked film to one format and stores the result. */
export async function handler(
  { film, marked, format }: Request,
  context: ObjectsContext,
): Promise<{ result: string }> {
  const s3 = objectStore(context);
  const made = await ffmpeg(await readObject(s3, RESULTS, marked), OPTIONS[format], format);
  const result = `${film.name}/${film.name}.${format}`;
  const duration = made.duration === undefined ? {} : { duration: String(made.duration) };
  await writeObject(s3, RESULTS, result, made.body, { 'made-by': made.madeBy, ...duration });
  return { result };
}
