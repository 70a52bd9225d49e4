import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { describeObject, type ObjectsContext, objectStore } from '../../../shared/object-store.ts';
import { CHUNK_BYTES, type Chunk, type File, TARGET_BUCKET, targetStore } from '../../regions.ts';

interface Request {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
}

type Answer =
  | { readonly isThere: true }
  | {
      readonly isThere: false;
      readonly file: File;
      readonly uploadId: string;
      readonly chunks: readonly Chunk[];
    };

/** The file has changed since: another event, and so another execution, is about what it is now. */
class Outdated extends Error {
  override readonly name = 'Outdated';
}

/** Finds out whether this version of a file is in the target already; if not, begins an upload and plans its chunks. */
export async function handler({ bucket, key, etag }: Request, context: ObjectsContext): Promise<Answer> {
  const target = targetStore(context);
  const there = await describeObject(target, TARGET_BUCKET, key);
  if (there?.metadata['source-etag'] === etag) return { isThere: true };
  const found = await describeObject(objectStore(context), bucket, key);
  if (found?.etag !== etag) throw new Outdated(`${key} is no longer the version ${etag}.`);
  const file = { key, etag, size: found.size };
  const { UploadId: uploadId = '' } = await target.send(
    new CreateMultipartUploadCommand({
      Bucket: TARGET_BUCKET,
      Key: key,
      Metadata: { 'source-etag': etag },
    }),
  );
  return { isThere: false, file, uploadId, chunks: chunksOf(found.size) };
}

function chunksOf(size: number): readonly Chunk[] {
  return Array.from({ length: Math.max(1, Math.ceil(size / CHUNK_BYTES)) }, (_, index) => {
    const first = index * CHUNK_BYTES;
    return { number: index + 1, first, last: Math.min(size, first + CHUNK_BYTES) - 1 };
  });
}
