import { createHash } from 'node:crypto';
import { GetObjectCommand, type S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import {
  deleteObject,
  describeObject,
  type ObjectsContext,
  objectStore,
  writeObject,
} from '../../../shared/object-store.ts';
import {
  type Chunk,
  type File,
  type Part,
  SOURCE_BUCKET,
  TARGET_BUCKET,
  targetStore,
} from '../../regions.ts';

interface Request {
  readonly file: File;
  readonly uploadId: string;
  readonly chunk: Chunk;
}

/** The bytes that arrived are not those that were sent. */
class ChecksumMismatch extends Error {
  override readonly name = 'ChecksumMismatch';
}

/** The line broke; acted here for files whose names ask for it. */
class LineBroken extends Error {
  override readonly name = 'LineBroken';
}

/** Reads one chunk and sends it to the target. Sending it again puts it in the same place. */
export async function handler(
  { file, uploadId, chunk }: Request,
  context: ObjectsContext,
): Promise<{ part: Part }> {
  const { number, first, last } = chunk;
  const target = targetStore(context);
  if (file.key.startsWith('stormy/') && number === 2) await breakOnce(target, `stormy/${uploadId}.broken`);
  const { Body } = await objectStore(context).send(
    new GetObjectCommand({
      Bucket: SOURCE_BUCKET,
      Key: file.key,
      Range: `bytes=${first}-${last}`,
      IfMatch: `"${file.etag}"`,
    }),
  );
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  const { ETag = '' } = await target.send(
    new UploadPartCommand({
      Bucket: TARGET_BUCKET,
      Key: file.key,
      UploadId: uploadId,
      PartNumber: number,
      Body: bytes,
    }),
  );
  const md5 = createHash('md5').update(bytes).digest('hex');
  if (ETag.replaceAll('"', '') !== md5)
    throw new ChecksumMismatch(`Chunk ${number} arrived as ${ETag}, not ${md5}.`);
  return { part: { number, md5 } };
}

/** Breaks the first time, whichever copy of this function is asked: an object in the target remembers that. */
async function breakOnce(target: S3Client, key: string): Promise<void> {
  if ((await describeObject(target, TARGET_BUCKET, key)) !== undefined) {
    await deleteObject(target, TARGET_BUCKET, key);
    return;
  }
  await writeObject(target, TARGET_BUCKET, key, 'broken');
  throw new LineBroken('The line broke in the middle of a chunk.');
}
