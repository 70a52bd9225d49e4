import { createHash, createHmac } from 'node:crypto';
import { ACS3_ALGORITHM } from './acs3-header.ts';
import { canonicalQuery } from './rpc-signature.ts';

/** The parts of a request that a signature in the headers covers. */
export interface Acs3Signed {
  readonly method: string;
  /** Parameters of the query, decoded; those of a form are covered by the hash of the body. */
  readonly query: ReadonlyMap<string, string>;
  /** Names in lower case, and values, in any order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The value of `x-acs-content-sha256`. */
  readonly bodyHash: string;
}

/** Signs a request of the RPC protocol in the newer way: with SHA-256, and over headers too. */
export function signAcs3(signed: Acs3Signed, accessKeySecret: string): string {
  const text = `${ACS3_ALGORITHM}\n${sha256(canonicalRequest(signed))}`;
  return createHmac('sha256', accessKeySecret).update(text).digest('hex');
}

/** The text that stands for a request; a blank line ends its headers. */
export function canonicalRequest({ method, query, headers, bodyHash }: Acs3Signed): string {
  const sorted = headers.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = sorted.map(([name, value]) => `${name}:${value.trim()}`);
  const names = sorted.map(([name]) => name).join(';');
  return [method, '/', canonicalQuery(query), ...lines, '', names, bodyHash].join('\n');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
