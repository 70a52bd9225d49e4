import { createHash } from 'node:crypto';
import { utf8Bytes } from '../../common/text-bytes.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { BlobHolder } from '../../ports/blob-store.ts';
import { DamagedData } from '../../ports/damaged-data.ts';
import type { BlobRef, KeptText } from '../../ports/kept-text.ts';
import type { EngineServices } from '../services.ts';

/** The name and size of a text. */
export function refOf(text: string): BlobRef {
  return { blob: createHash('sha256').update(text).digest('base64url'), bytes: utf8Bytes(text) };
}

/** True for a text of so many UTF-8 bytes at least; most are too short for that to be counted. */
export function isLarge(text: string, least: number): boolean {
  return text.length * 3 >= least && utf8Bytes(text) >= least;
}

/** The text itself, or the reference under which it is kept from now on when it is too large to lie beside an event. */
export async function keepText(
  { blobs, physical }: Pick<EngineServices, 'blobs' | 'physical'>,
  holder: BlobHolder,
  text: string,
  endsBy?: Instant,
): Promise<KeptText> {
  if (!isLarge(text, physical.inlineBytes)) return text;
  const ref = refOf(text);
  await blobs.put(holder, ref, text, endsBy);
  return ref;
}

/** The text that was kept. @throws DamagedData when it is gone, or is another one */
export async function keptText(
  { blobs }: Pick<EngineServices, 'blobs'>,
  { id, owner }: BlobHolder,
  kept: KeptText,
): Promise<string> {
  if (typeof kept === 'string') return kept;
  const text = await blobs.get({ id, owner }, kept);
  if (text !== undefined && refOf(text).blob === kept.blob) return text;
  const wrong = text === undefined ? 'it is gone' : 'it is not what was stored';
  throw new DamagedData(`a text of ${kept.bytes} bytes of execution ${id.name}`, wrong);
}
