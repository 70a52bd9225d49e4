import { createHash } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import type { SecretOf } from './access-keys.ts';
import type { Acs3Header } from './acs3-header.ts';
import { signAcs3 } from './acs3-signature.ts';
import { addFields } from './form-fields.ts';
import type { RpcCall } from './read-call.ts';
import { type ApiHeaders, readHeader } from './request.ts';
import { isSameSecret } from './rpc-signature.ts';
import type { SignedOnce } from './signed-once.ts';

const REQUIRED = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
];

/**
 * Checks a call that is signed in its headers (docs/reference/api.md, "Authentication").
 *
 * The signature covers the query, the headers, and the hash of the body that a header states. A second check compares this
 * hash with the body.
 *
 * @throws ApiError
 */
export function checkAcs3Signature(
  call: RpcCall,
  header: Acs3Header,
  secretOf: SecretOf,
  once: SignedOnce,
): void {
  const missing = REQUIRED.filter((name) => readHeader(call.headers, name) === '');
  if (missing.length > 0) {
    throw new ApiError('MissingRequiredHeader', `Missing header ${missing.join(', ')}`);
  }
  checkSignedNames(call.headers, header.signedNames);
  const bodyHash = readHeader(call.headers, 'x-acs-content-sha256');
  const expected = signAcs3(
    {
      method: call.method,
      query: fieldsOf(call.query),
      headers: header.signedNames.map((name) => [name, wholeHeader(call.headers, name)] as const),
      bodyHash,
    },
    secretOf(header.keyId),
  );
  if (!isSameSecret(header.signature, expected)) {
    throw new ApiError('SignatureNotMatch', 'The signature is not that of the request and the access key');
  }
  if (!isSameSecret(bodyHash, createHash('sha256').update(call.body).digest('hex'))) {
    throw new ApiError('SignatureNotMatch', 'Header x-acs-content-sha256 is not the SHA-256 of the body');
  }
  once.use({
    keyId: header.keyId,
    nonce: readHeader(call.headers, 'x-acs-signature-nonce'),
    time: readHeader(call.headers, 'x-acs-date'),
    nonceField: 'Header x-acs-signature-nonce',
    timeField: 'Header x-acs-date',
  });
}

/** Demands that all headers which change a call's meaning are signed: host, content type, and every one of the protocol. */
function checkSignedNames(headers: ApiHeaders, signedNames: readonly string[]): void {
  const came = Object.keys(headers).filter((name) => headers[name] !== undefined);
  const meant = came.filter(
    (name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'),
  );
  const unsigned = meant.filter((name) => !signedNames.includes(name));
  if (unsigned.length > 0) {
    throw new ApiError('SignatureNotMatch', `Header ${unsigned.join(', ')} is not among the signed headers`);
  }
  if (signedNames.some((name) => !came.includes(name))) {
    throw new ApiError('SignatureNotMatch', 'A header that is said to be signed did not come');
  }
}

function fieldsOf(query: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  addFields(fields, query);
  return fields;
}

/** The values of a header, as those are joined that came several times. */
function wholeHeader(headers: ApiHeaders, name: string): string {
  const value = headers[name] ?? '';
  return typeof value === 'string' ? value : value.join(',');
}
