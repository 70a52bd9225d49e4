import { createHash } from 'node:crypto';
import { signText, textToSign } from '../../src/mns/signature.ts';

/** A key with which requests are signed. */
export interface WireKey {
  readonly id: string;
  readonly secret: string;
}

/** An answer of the protocol. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** The parts of a request that a test chooses. */
export interface WireRequest {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: WireKey;
  /** How the client writes Content-MD5: `text` is the base64 of the hexadecimal text. */
  readonly digest?: 'text' | 'bytes' | 'none';
}

/** Sends a request as the original's Python client writes it, signed. */
export async function mnsRequest(
  endpoint: string,
  method: string,
  target: string,
  { body = '', headers = {}, key = { id: 'key', secret: 'secret' }, digest = 'text' }: WireRequest = {},
): Promise<WireAnswer> {
  const hash = createHash('md5').update(body).digest();
  const md5 =
    digest === 'bytes' ? hash.toString('base64') : Buffer.from(hash.toString('hex')).toString('base64');
  const date = new Date().toUTCString();
  const all: Record<string, string> = {
    date,
    'x-mns-version': '2015-06-06',
    ...(body !== '' && { 'content-type': 'text/xml;charset=UTF-8' }),
    ...(body !== '' && digest !== 'none' && { 'content-md5': md5 }),
    ...headers,
  };
  const [path = '', query = ''] = target.split('?');
  const signature = signText(
    textToSign({ method, path, query, headers: all }, all['date'] ?? date),
    key.secret,
  );
  const response = await fetch(endpoint + target, {
    method,
    headers: { authorization: `MNS ${key.id}:${signature}`, ...all },
    ...(body !== '' && { body }),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** The texts of all elements of a name. */
export function textsOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );
}

/** The text of the first element of a name; empty without one. */
export function textOf(xml: string, name: string): string {
  return textsOf(xml, name)[0] ?? '';
}
