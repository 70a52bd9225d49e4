import { createHash, createHmac } from 'node:crypto';
import { isSameSecret } from '../../api/protocol/rpc-signature.ts';
import type { Credentials } from '../server-options.ts';
import { canonicalRequest } from './canonical-request.ts';
import { readSignature, type SentRequest, type SignatureParts } from './signature-parts.ts';

/** Why a request may not be served. Protocols have codes of their own for each. */
export interface SignatureRefusal {
  readonly problem: SignatureProblem;
  readonly message: string;
}

/** `skewed`: the clocks are too far apart. `expired`: a signed address is no longer valid. `body`: it is not the signed one. */
export type SignatureProblem =
  | 'missing'
  | 'malformed'
  | 'unknownKey'
  | 'mismatch'
  | 'skewed'
  | 'expired'
  | 'body';

/** The rules for signatures that are accepted. */
export interface SignatureRules {
  readonly credentials: Credentials;
  /** Services for which the port stands; regions do not matter here. */
  readonly services: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A request whose headers are signed, and perhaps its body. */
export interface SignedRequest {
  /** Why the body, by its SHA-256 in hexadecimal, is not the one that was signed; undefined when it is. */
  bodyRefusal(sha256: string): SignatureRefusal | undefined;
}

/** Largest difference between the clocks of caller and server. */
const MAX_SKEW_MS = 15 * 60 * 1000;
const HASH = /^[0-9a-f]{64}$/;
/** Stands for the body in addresses of S3 that are signed beforehand. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/**
 * Checks the signature (AWS version 4) of a request before its body is read.
 *
 * A body whose hash is not in the headers is part of the signature; both are then checked once the body is there.
 */
export function verifySignature(
  request: SentRequest,
  rules: SignatureRules,
): SignedRequest | SignatureRefusal {
  const parts = readSignature(request);
  if ('problem' in parts) return parts;
  const refusal = partsRefusal(parts, rules) ?? unsignedHeader(request, parts);
  if (refusal !== undefined) return refusal;
  const isSigned = (bodyHash: string): boolean =>
    isSameSecret(parts.signature, signatureOf(request, parts, bodyHash, rules.credentials.accessKeySecret));
  const told = toldBodyHash(request, parts);
  if (told !== undefined) {
    if (parts.service !== 's3' && !HASH.test(told)) {
      return { problem: 'malformed', message: 'X-Amz-Content-Sha256 is not the SHA-256 of the body' };
    }
    if (!isSigned(told)) return mismatch();
    return timeRefusal(parts, rules.now) ?? { bodyRefusal: (sha256) => toldBodyRefusal(told, sha256) };
  }
  return (
    timeRefusal(parts, rules.now) ?? { bodyRefusal: (sha256) => (isSigned(sha256) ? undefined : mismatch()) }
  );
}

function partsRefusal(
  { accessKeyId, service }: SignatureParts,
  { credentials, services }: SignatureRules,
): SignatureRefusal | undefined {
  if (!services.includes(service)) {
    return {
      problem: 'malformed',
      message: `The request is signed for ${service}; here is ${services.join(' and ')}`,
    };
  }
  if (accessKeyId === credentials.accessKeyId) return undefined;
  return { problem: 'unknownKey', message: 'The access key id is not known' };
}

/** Headers of the services change the meaning of a request, so a signed request must not gain one. */
function unsignedHeader(
  { headers }: SentRequest,
  { signedHeaders }: SignatureParts,
): SignatureRefusal | undefined {
  const name = Object.keys(headers).find(
    (header) => header.startsWith('x-amz-') && !signedHeaders.includes(header),
  );
  if (name === undefined) return undefined;
  return {
    problem: 'malformed',
    message: `The header ${name.slice(0, 80)} is not among those that are signed`,
  };
}

function timeRefusal({ signedAt, expires }: SignatureParts, now: number): SignatureRefusal | undefined {
  if (expires !== undefined && now > signedAt + expires * 1000) {
    return { problem: 'expired', message: 'The signed address has expired' };
  }
  const isSkewed = signedAt - now > MAX_SKEW_MS || (expires === undefined && now - signedAt > MAX_SKEW_MS);
  if (!isSkewed) return undefined;
  return { problem: 'skewed', message: 'The time of the signature is more than 15 minutes off' };
}

/** The hash that stands for the body in the signature; undefined where it is that of the body itself. */
function toldBodyHash(
  { url = '', headers }: SentRequest,
  { service, expires }: SignatureParts,
): string | undefined {
  const header = headers['x-amz-content-sha256'];
  if (typeof header === 'string') return header;
  if (expires === undefined) return undefined;
  const told = new URLSearchParams(url.slice(url.indexOf('?'))).get('X-Amz-Content-Sha256');
  return told ?? (service === 's3' ? UNSIGNED : undefined);
}

/** Words instead of a hash say that the body is not signed, or signed in pieces that carry their own signatures. */
function toldBodyRefusal(told: string, sha256: string): SignatureRefusal | undefined {
  if (!HASH.test(told) || isSameSecret(told, sha256)) return undefined;
  return { problem: 'body', message: 'The body is not the one whose SHA-256 was signed' };
}

function mismatch(): SignatureRefusal {
  return { problem: 'mismatch', message: 'The signature is not that of the request and the access key' };
}

function signatureOf(
  request: SentRequest,
  { scope, service, signedHeaders, date }: SignatureParts,
  bodyHash: string,
  secret: string,
): string {
  const canonical = canonicalRequest(request, service, signedHeaders, bodyHash);
  const digest = createHash('sha256').update(canonical).digest('hex');
  const key = scope.split('/').reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${secret}`);
  return hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${digest}`).toString('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
