import { createHash } from 'node:crypto';
import { CompleteMultipartUploadCommand, NoSuchUpload } from '@aws-sdk/client-s3';
import { describeObject, type ObjectsContext } from '../../../shared/object-store.ts';
import { type File, type Part, TARGET_BUCKET, targetStore } from '../../regions.ts';

interface Request {
  readonly file: File;
  readonly uploadId: string;
  readonly parts: readonly Part[];
}

/** The file in the target is not what its chunks make. */
class ChecksumMismatch extends Error {
  override readonly name = 'ChecksumMismatch';
}

/**
 * Makes a file of the chunks that have arrived and checks the whole by its checksum, which the target's store computes from
 * what it holds: nothing is read back over the expensive line.
 */
export async function handler(
  { file, uploadId, parts }: Request,
  context: ObjectsContext,
): Promise<{ copied: { key: string; chunks: number; checksum: string } }> {
  const target = targetStore(context);
  const Parts = parts.map(({ number, md5 }) => ({ PartNumber: number, ETag: `"${md5}"` }));
  const upload = { Bucket: TARGET_BUCKET, Key: file.key, UploadId: uploadId };
  try {
    await target.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    // A call before this one has done it, and its result was lost. What follows is checked all the same.
    if (!(error instanceof NoSuchUpload)) throw error;
  }
  const checksum = wholeOf(parts);
  const found = await describeObject(target, TARGET_BUCKET, file.key);
  if (found?.etag !== checksum) throw new ChecksumMismatch(`${file.key} is ${found?.etag}, not ${checksum}.`);
  return { copied: { key: file.key, chunks: parts.length, checksum } };
}

/** How S3 computes the checksum of an object that came in parts. */
function wholeOf(parts: readonly Part[]): string {
  const whole = createHash('md5');
  for (const { md5 } of parts) whole.update(Buffer.from(md5, 'hex'));
  return `${whole.digest('hex')}-${parts.length}`;
}
