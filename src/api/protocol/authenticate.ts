import type { Clock } from '../../ports/clock.ts';
import { ApiError } from '../api-error.ts';
import { type AccessKey, type SecretOf, secretsById } from './access-keys.ts';
import { checkAcs3Signature } from './acs3-authentication.ts';
import { readAcs3Header } from './acs3-header.ts';
import type { ApiCall } from './read-call.ts';
import { readHeader } from './request.ts';
import { isSameSecret, signRpc } from './rpc-signature.ts';
import { SignedOnce } from './signed-once.ts';

/** Lets a call pass and returns the id of its key, if it has one; or throws the ApiError that says why it may not. */
export type Authenticate = (call: ApiCall) => Promise<string | undefined>;

/**
 * Demands one of the given keys of every call.
 *
 * An RPC call is signed with HMAC-SHA1 in its parameters or with HMAC-SHA256 in its headers, is at most 15 minutes old, and
 * counts once. A JSON call carries `Authorization: Bearer <access key id>:<access key secret>`: where the network is not
 * trusted, use it over TLS only.
 */
export function authenticateByKeys(keys: readonly AccessKey[], clock: Clock): Authenticate {
  const secretOf = secretsById(keys);
  const once = new SignedOnce(clock);
  return async (call) => {
    if (call.binding === 'json') return checkBearer(readHeader(call.headers, 'authorization'), secretOf);
    const header = readAcs3Header(call.headers);
    if (header === undefined) return checkParameters(call.method, call.given, secretOf, once);
    checkAcs3Signature(call, header, secretOf, once);
    return header.keyId;
  };
}

function checkBearer(header: string, secretOf: SecretOf): string {
  const [, id, given] = /^Bearer ([^:]+):(.+)$/i.exec(header) ?? [];
  if (id === undefined || given === undefined) {
    throw new ApiError(
      'MissingRequiredHeader',
      'Missing header Authorization: Bearer <access key id>:<access key secret>',
    );
  }
  if (!isSameSecret(given, secretOf(id))) {
    throw new ApiError('SignatureNotMatch', 'The access key secret is not that of the access key id');
  }
  return id;
}

/** Checks the signature that travels among the parameters. */
function checkParameters(
  method: string,
  params: ReadonlyMap<string, string>,
  secretOf: SecretOf,
  once: SignedOnce,
): string {
  const { id, signature, nonce, timestamp } = signatureParams(params);
  if (!isSameSecret(signature, signRpc(method, params, secretOf(id)))) {
    throw new ApiError('SignatureNotMatch', 'The signature is not that of the request and the access key');
  }
  once.use({
    keyId: id,
    nonce,
    time: timestamp,
    nonceField: 'Parameter SignatureNonce',
    timeField: 'Parameter Timestamp',
  });
  return id;
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
