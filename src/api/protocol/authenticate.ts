import { parseRfc3339 } from '../../common/rfc3339.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';
import { ApiError } from '../api-error.ts';
import { NonceMemory } from './nonce-memory.ts';
import type { ApiCall } from './read-call.ts';
import { readHeader } from './request.ts';
import { isSameSecret, signRpc } from './rpc-signature.ts';

/** Lets a call pass, or throws the ApiError that says why it may not. */
export type Authenticate = (call: ApiCall) => Promise<void>;

/** An id that travels with requests and the secret that proves it. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** How far the clocks of caller and server may be apart. */
const MAX_SKEW_MS = 15 * 60 * 1000;
const MAX_NONCE_CHARACTERS = 128;
const REMEMBERED_NONCES = 100_000;

/**
 * Demands one of the given keys of every call.
 *
 * An RPC call is signed with HMAC-SHA1, is at most 15 minutes old, and counts once. A JSON call carries
 * `Authorization: Bearer <access key id>:<access key secret>`: where the network is not trusted, use it over TLS only.
 */
export function authenticateByKeys(keys: readonly AccessKey[], clock: Clock): Authenticate {
  const secrets = new Map(keys.map(({ id, secret }) => [id, secret]));
  const nonces = new NonceMemory(REMEMBERED_NONCES);
  return async (call) => {
    if (call.binding === 'json') checkBearer(readHeader(call.headers, 'authorization'), secrets);
    else checkSignature(call.method, call.given, secrets, nonces, clock.now());
  };
}

function checkBearer(header: string, secrets: ReadonlyMap<string, string>): void {
  const [, id, given] = /^Bearer ([^:]+):(.+)$/i.exec(header) ?? [];
  if (id === undefined || given === undefined) {
    throw new ApiError(
      'MissingRequiredHeader',
      'Missing header Authorization: Bearer <access key id>:<access key secret>',
    );
  }
  if (!isSameSecret(given, secretOf(id, secrets))) {
    throw new ApiError('SignatureNotMatch', 'The access key secret is not that of the access key id');
  }
}

function checkSignature(
  method: string,
  params: ReadonlyMap<string, string>,
  secrets: ReadonlyMap<string, string>,
  nonces: NonceMemory,
  now: Instant,
): void {
  const { id, signature, nonce, timestamp } = signatureParams(params);
  if (!isSameSecret(signature, signRpc(method, params, secretOf(id, secrets)))) {
    throw new ApiError('SignatureNotMatch', 'The signature is not that of the request and the access key');
  }
  const signedAt = parseRfc3339(timestamp);
  if (signedAt === undefined) {
    throw new ApiError('InvalidArgument', 'Parameter Timestamp is not a UTC time like 2024-01-31T12:00:00Z');
  }
  if (Math.abs(now - signedAt) > MAX_SKEW_MS) {
    throw new ApiError('RequestTimeTooSkewed', 'Parameter Timestamp is more than 15 minutes off');
  }
  if (!nonces.use(`${id} ${nonce}`, now, signedAt + MAX_SKEW_MS)) {
    throw new ApiError('SignatureNonceUsed', 'Parameter SignatureNonce was used by an earlier request');
  }
}

function signatureParams(params: ReadonlyMap<string, string>) {
  const names = ['AccessKeyId', 'Signature', 'SignatureNonce', 'Timestamp'];
  const missing = names.filter((name) => !params.get(name));
  if (missing.length > 0) {
    throw new ApiError('MissingRequiredParams', `Missing required parameter ${missing.join(', ')}`);
  }
  demand(params, 'SignatureMethod', 'HMAC-SHA1');
  demand(params, 'SignatureVersion', '1.0');
  const [id = '', signature = '', nonce = '', timestamp = ''] = names.map((name) => params.get(name));
  if (nonce.length > MAX_NONCE_CHARACTERS) {
    throw new ApiError(
      'InvalidArgument',
      `Parameter SignatureNonce may have ${MAX_NONCE_CHARACTERS} characters at most`,
    );
  }
  return { id, signature, nonce, timestamp };
}

function demand(params: ReadonlyMap<string, string>, name: string, allowed: string): void {
  const given = params.get(name);
  if (given !== undefined && given !== allowed) {
    throw new ApiError(
      'InvalidArgument',
      `Parameter ${name} is not supported as given; allowed is ${allowed}`,
    );
  }
}

function secretOf(id: string, secrets: ReadonlyMap<string, string>): string {
  const secret = secrets.get(id);
  if (secret === undefined) throw new ApiError('InvalidAccessKeyID', 'The access key id is not known');
  return secret;
}
