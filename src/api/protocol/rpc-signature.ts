import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Signs the parameters of an RPC request (docs/reference/api.md, "Authentication").
 *
 * `Signature` itself is left out, so the parameters may be those of a signed request.
 */
export function signRpc(
  method: string,
  params: ReadonlyMap<string, string>,
  accessKeySecret: string,
): string {
  const signed = new Map([...params].filter(([name]) => name !== 'Signature'));
  const text = `${method}&%2F&${percentEncode(canonicalQuery(signed))}`;
  return createHmac('sha1', `${accessKeySecret}&`).update(text).digest('base64');
}

/** Parameters as both signatures cover them: sorted, each name and value percent-encoded. */
export function canonicalQuery(params: ReadonlyMap<string, string>): string {
  return [...params]
    .map(([name, value]) => ({
      bytes: Buffer.from(name),
      pair: `${percentEncode(name)}=${percentEncode(value)}`,
    }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ pair }) => pair)
    .join('&');
}

/** Compares two texts in a time that reveals only whether they have the same length. */
export function isSameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

/** RFC 3986: encodeURIComponent leaves five more characters as they are. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
