import { ApiError } from '../api-error.ts';
import { type ApiHeaders, readHeader } from './request.ts';

/** The header `Authorization: ACS3-HMAC-SHA256 …` in its parts. */
export interface Acs3Header {
  readonly keyId: string;
  /** In lower case, in the order in which the caller wrote them. */
  readonly signedNames: readonly string[];
  readonly signature: string;
}

export const ACS3_ALGORITHM = 'ACS3-HMAC-SHA256';

/** True for a call that is signed in its headers, and so names its operation there. */
export function isAcs3(headers: ApiHeaders): boolean {
  return /^ACS3-HMAC-SHA256(?: |$)/i.test(readHeader(headers, 'authorization'));
}

/**
 * Reads the signature in the headers; undefined when there is none.
 *
 * @throws ApiError `InvalidArgument` when one of its parts is absent or comes twice
 */
export function readAcs3Header(headers: ApiHeaders): Acs3Header | undefined {
  if (!isAcs3(headers)) return undefined;
  const text = readHeader(headers, 'authorization').slice(ACS3_ALGORITHM.length);
  const keyId = partOf(text, 'Credential');
  const names = partOf(text, 'SignedHeaders');
  const signature = partOf(text, 'Signature');
  if (keyId === undefined || names === undefined || signature === undefined) {
    throw new ApiError(
      'InvalidArgument',
      `Header Authorization is not ${ACS3_ALGORITHM} Credential=<access key id>,SignedHeaders=<names>,Signature=<hex>`,
    );
  }
  return { keyId, signedNames: names.toLowerCase().split(';'), signature };
}

/** The only value that a part has; undefined when it is absent, empty, or comes twice. */
function partOf(text: string, name: string): string | undefined {
  const values = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
  return values.length === 1 && values[0] !== '' ? values[0] : undefined;
}
