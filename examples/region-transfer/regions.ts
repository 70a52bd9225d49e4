import type { S3Client } from '@aws-sdk/client-s3';
import { type ObjectsContext, objectStore } from '../shared/object-store.ts';

/** Where files come from, and where they are wanted. */
export const SOURCE_BUCKET = process.env['SOURCE_BUCKET'] ?? 'assets-shanghai';
export const TARGET_BUCKET = process.env['TARGET_BUCKET'] ?? 'assets-silicon-valley';

/** S3 takes no smaller part of an upload, but for the last. */
export const CHUNK_BYTES = 5 * 1024 * 1024;

/** One version of a file. */
export interface File {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
}

/** Bytes of a file, both ends included, that travel together. */
export interface Chunk {
  readonly number: number;
  readonly first: number;
  readonly last: number;
}

/** A chunk that has arrived, as the target's store knows it. */
export interface Part {
  readonly number: number;
  readonly md5: string;
}

/** A client of the region in which files are wanted; in the embedded home both are served by one store. */
export function targetStore(context: ObjectsContext): S3Client {
  return objectStore(context, process.env['TARGET_REGION']);
}
