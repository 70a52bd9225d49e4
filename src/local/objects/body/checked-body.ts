import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from '../s3-error.ts';
import { decodeChunks } from './aws-chunked.ts';
import { Checksums } from './checksums.ts';

/** Largest object, and part, that one request may bring. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024 * 1024;

/** Checks the SHA-256, in hexadecimal, of the bytes on the wire. @throws S3Error when it is not the signed one. */
export type WireCheck = (sha256: string) => void;

/**
 * The bytes of an object in a body, while they arrive.
 *
 * @throws S3Error at the end when they are fewer than announced, or do not match checksums and signature.
 */
export async function* checkedBody(
  source: AsyncIterable<Uint8Array>,
  headers: IncomingHttpHeaders,
  checkWire: WireCheck,
): AsyncGenerator<Uint8Array> {
  const wire = createHash('sha256');
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const bytes of source) {
      wire.update(bytes);
      yield bytes;
    }
  }
  const checksums = new Checksums(headers);
  const trailers = new Map<string, string>();
  let size = 0;
  for await (const bytes of isInPieces(headers) ? decodeChunks(hashed(), trailers) : hashed()) {
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    checksums.update(bytes);
    yield bytes;
  }
  checkWire(wire.digest('hex'));
  const announced = headers['x-amz-decoded-content-length'];
  if (announced !== undefined && Number(announced) !== size) {
    throw new S3Error(400, 'IncompleteBody', `The body has ${size} bytes, not ${announced}`);
  }
  checksums.verify(trailers);
}

/** The error of an object that is too large for one request. */
export function tooLarge(): S3Error {
  return new S3Error(
    400,
    'EntityTooLarge',
    `A request may bring ${MAX_BODY_BYTES} bytes. Upload the object in parts, as aws s3 cp does.`,
  );
}

function isInPieces(headers: IncomingHttpHeaders): boolean {
  const hash = headers['x-amz-content-sha256'];
  return typeof hash === 'string' && hash.startsWith('STREAMING-');
}
