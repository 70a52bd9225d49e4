import type { IncomingMessage } from 'node:http';
import { UnavailableError } from '../../ports/unavailable.ts';
import { MalformedXml } from '../../xml/malformed-xml.ts';
import type { Credentials } from '../server-options.ts';
import { type SignatureProblem, verifySignature } from '../sigv4/verify-signature.ts';
import { checkedBody, MAX_BODY_BYTES, tooLarge, type WireCheck } from './body/checked-body.ts';
import { operationOf } from './routes.ts';
import { errorAnswer, S3Error } from './s3-error.ts';
import type { S3Answer, S3Services } from './s3-request.ts';

const LONGEST_KEY_BYTES = 1_024;
const HASH = /^[0-9a-f]{64}$/;

/** Serves one request, if it is signed with the key where there is one. @throws faults of the server. */
export async function serveObjects(
  message: IncomingMessage,
  credentials: Credentials | undefined,
  services: S3Services,
): Promise<S3Answer> {
  try {
    const { method = '', url = '/', headers } = message;
    const checkWire = credentials === undefined ? toldHash(message) : signedHash(message, credentials);
    const [path = '', ...query] = url.split('?');
    const request = { method, headers, ...placeOf(path), query: new URLSearchParams(query.join('?')) };
    const operation = operationOf(request);
    if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES * 2) throw tooLarge();
    // A body that is not read to its end must not close the connection before the response.
    const source = message.iterator({ destroyOnReturn: false });
    const body = checkedBody(source, headers, checkWire);
    return await operation({ ...request, body, hangUp: () => message.destroy() }, services);
  } catch (error) {
    const told = toldError(error);
    if (told === undefined) throw error;
    return errorAnswer(told);
  }
}

function toldError(error: unknown): S3Error | undefined {
  if (error instanceof S3Error) return error;
  if (error instanceof MalformedXml) return new S3Error(400, 'MalformedXML', error.message);
  return error instanceof UnavailableError
    ? new S3Error(503, 'ServiceUnavailable', error.message)
    : undefined;
}

/** Bucket and key in a path. The key is all behind the bucket, slashes included. */
function placeOf(path: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  try {
    const place = { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
    if (Buffer.byteLength(place.key) <= LONGEST_KEY_BYTES) return place;
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
  throw new S3Error(400, 'KeyTooLongError', 'Your key is too long');
}

/** Checks a hash also where callers need no signature: it guards against accidents, too. */
function toldHash({ headers }: IncomingMessage): WireCheck {
  const told = headers['x-amz-content-sha256'];
  return (sha256) => {
    if (typeof told === 'string' && HASH.test(told) && told !== sha256) {
      throw refused('body', 'The body is not the one whose SHA-256 was told');
    }
  };
}

function signedHash(message: IncomingMessage, credentials: Credentials): WireCheck {
  const verified = verifySignature(message, { credentials, services: ['s3'], now: Date.now() });
  if ('problem' in verified) throw refused(verified.problem, verified.message);
  return (sha256) => {
    const refusal = verified.bodyRefusal(sha256);
    if (refusal !== undefined) throw refused(refusal.problem, refusal.message);
  };
}

const CODES: Readonly<Record<SignatureProblem, readonly [400 | 403, string]>> = {
  missing: [403, 'AccessDenied'],
  malformed: [400, 'AuthorizationHeaderMalformed'],
  unknownKey: [403, 'InvalidAccessKeyId'],
  mismatch: [403, 'SignatureDoesNotMatch'],
  skewed: [403, 'RequestTimeTooSkewed'],
  expired: [403, 'AccessDenied'],
  body: [400, 'XAmzContentSHA256Mismatch'],
};

function refused(problem: SignatureProblem, message: string): S3Error {
  const [status, code] = CODES[problem];
  return new S3Error(status, code, message);
}
