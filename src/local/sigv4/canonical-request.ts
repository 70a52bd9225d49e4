import type { IncomingHttpHeaders } from 'node:http';
import { percentEncode } from '../../api/protocol/rpc-signature.ts';
import type { SentRequest } from './signature-parts.ts';

/** The text of a request that is signed; every signer of version 4 makes the same. */
export function canonicalRequest(
  { method = 'GET', url = '/', headers }: SentRequest,
  service: string,
  signedHeaders: readonly string[],
  bodyHash: string,
): string {
  const [path = '/', ...query] = url.split('?');
  return [
    method,
    canonicalPath(path, service),
    canonicalQuery(query.join('?')),
    ...signedHeaders.map((name) => `${name}:${headerValue(headers, name)}`),
    '',
    signedHeaders.join(';'),
    bodyHash,
  ].join('\n');
}

/** S3 signs the path as it names the object; all others normalise it and encode it once more. */
function canonicalPath(path: string, service: string): string {
  if (service === 's3') return path.split('/').map(encodedOnce).join('/');
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(percentEncode(segment));
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

function canonicalQuery(query: string): string {
  const pairs = query.split('&').filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='));
  return pairs
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [encodedOnce(name), encodedOnce(value.join('='))] as const;
    })
    .sort(([name, value], [other, otherValue]) => compare(name, other) || compare(value, otherValue))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The text with exactly the necessary characters escaped, however many the client escaped. */
function encodedOnce(sent: string): string {
  try {
    return percentEncode(decodeURIComponent(sent));
  } catch {
    return sent;
  }
}

function headerValue(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name] ?? '';
  const text = Array.isArray(value) ? value.join(',') : value;
  return text.trim().replace(/\s+/g, ' ');
}
