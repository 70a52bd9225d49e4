/** Signs the parameters of an RPC request with HMAC-SHA1, as the API checks it (docs/reference/api.md). */
export async function signRpc(
  method: string,
  params: ReadonlyMap<string, string>,
  accessKeySecret: string,
): Promise<string> {
  const text = `${method}&%2F&${percentEncode(canonicalQuery(params))}`;
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-1' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(`${accessKeySecret}&`), algorithm, false, [
    'sign',
  ]);
  const signature = await crypto.subtle.sign(algorithm, key, encoder.encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** The parameters in the order of their names' code points; names of the API are ASCII. */
function canonicalQuery(params: ReadonlyMap<string, string>): string {
  return [...params]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}

/** RFC 3986: encodeURIComponent leaves five more characters as they are. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
