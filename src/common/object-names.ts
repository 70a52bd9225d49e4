import { utf8Bytes } from './text-bytes.ts';

/** UTF-8 bytes of the key of an object. */
export const MAX_KEY_BYTES = 1_024;

const BUCKET = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;

/** True for what a bucket may be called. */
export function isBucketName(text: string): boolean {
  return BUCKET.test(text);
}

/** True for what an object may be called within its bucket. */
export function isObjectKey(text: string): boolean {
  return text !== '' && text.isWellFormed() && utf8Bytes(text) <= MAX_KEY_BYTES;
}
