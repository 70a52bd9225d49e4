import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { MnsError } from './mns-error.ts';
import type { MnsRequest } from './mns-request.ts';

/** A key with which requests may be signed. */
export interface MnsKey {
  readonly id: string;
  readonly secret: string;
}

/** The signed parts of a request: all but its body, whose MD5 is among the headers. */
export type SignedRequest = Pick<MnsRequest, 'method' | 'path' | 'query' | 'headers'>;

/** Largest difference between the clocks of client and service. */
const MAX_SKEW_MS = 15 * 60 * 1_000;
const AUTHORIZATION = /^MNS ([^:\s]+):(\S+)$/;

/** The text that a client signs, with the date that it has sent. */
export function textToSign({ method, path, query, headers }: SignedRequest, date: string): string {
  const own = Object.entries(headers)
    .filter(([name, value]) => name.startsWith('x-mns-') && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}\n`);
  const first = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', date];
  return `${first.join('\n')}\n${own.join('')}${path}${query === '' ? '' : `?${query}`}`;
}

/** The signature of a text. */
export function signText(text: string, secret: string): string {
  return createHmac('sha1', secret).update(text).digest('base64');
}

/** @throws MnsError when a request is not signed with one of the keys, or at another time. */
export function checkSignature(request: SignedRequest, keys: readonly MnsKey[], now: number): void {
  const { authorization, date, 'x-mns-date': ownDate } = request.headers;
  if (authorization === undefined) {
    throw new MnsError(400, 'MissingAuthorizationHeader', 'The request has no Authorization header.');
  }
  const [, id, signature = ''] = AUTHORIZATION.exec(authorization) ?? [];
  if (id === undefined) {
    throw new MnsError(400, 'InvalidAuthorizationHeader', 'Authorization is not MNS {key id}:{signature}.');
  }
  const dates = [date, ownDate].filter((each) => each !== undefined);
  const [first] = dates;
  if (first === undefined) throw new MnsError(400, 'MissingDateHeader', 'The request has no Date header.');
  const sentAt = Date.parse(first);
  if (Number.isNaN(sentAt)) throw new MnsError(400, 'InvalidDateHeader', 'Date is no date.');
  if (Math.abs(now - sentAt) > MAX_SKEW_MS) {
    throw new MnsError(408, 'TimeExpired', 'The date of the request is more than 15 minutes off.');
  }
  const key = keys.find((each) => each.id === id);
  if (key === undefined) throw new MnsError(403, 'InvalidAccessKeyId', 'The access key id is not known.');
  const isSigned = dates.some((each) => isSame(signature, signText(textToSign(request, each), key.secret)));
  if (!isSigned) {
    throw new MnsError(
      403,
      'SignatureDoesNotMatch',
      'The signature is not that of the request and the access key.',
    );
  }
}

/** Clients send the base64 of the MD5, or of its hexadecimal text. @throws MnsError when it is neither. */
export function checkBodyDigest(told: string | undefined, body: string): void {
  if (told === undefined || told === '') return;
  const digest = createHash('md5').update(body);
  const bytes = digest.digest();
  const accepted = [bytes.toString('base64'), Buffer.from(bytes.toString('hex')).toString('base64')];
  if (!accepted.includes(told)) {
    // The original spells it so.
    throw new MnsError(400, 'InvalidDegist', 'Content-MD5 is not the MD5 of the body.');
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
