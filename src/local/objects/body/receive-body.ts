import type { ContentWriter } from '../../../adapters/embedded/objects/content-writer.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Request, S3Services } from '../s3-request.ts';

/** Largest document that a request may bring. */
const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

/** Writes a body while it arrives, and removes the bytes of one that breaks off or fails its checks. */
export async function receiveBody(
  { body, hangUp }: S3Request,
  { objects, arrivals }: S3Services,
): Promise<ContentWriter> {
  const writer = objects.write();
  let arrival = arrivals.begin(hangUp);
  let held = 0;
  try {
    for await (const bytes of body) {
      await writer.append(bytes);
      if (writer.heldBytes < held) {
        arrival.end();
        arrival = arrivals.begin(hangUp);
        held = 0;
      }
      arrival.hold(writer.heldBytes - held);
      held = writer.heldBytes;
    }
    return writer;
  } catch (error) {
    await writer.discard();
    throw error;
  } finally {
    arrival.end();
  }
}

/** A body that is a document, as text. */
export async function readDocument({ body, hangUp }: S3Request, { arrivals }: S3Services): Promise<string> {
  const chunks: Uint8Array[] = [];
  const arrival = arrivals.begin(hangUp);
  let size = 0;
  try {
    for await (const bytes of body) {
      size += bytes.length;
      if (size > MAX_DOCUMENT_BYTES || !arrival.hold(bytes.length)) {
        throw new S3Error(400, 'MaxMessageLengthExceeded', 'Your request was too big.');
      }
      chunks.push(bytes);
    }
    return Buffer.concat(chunks).toString();
  } finally {
    arrival.end();
  }
}
