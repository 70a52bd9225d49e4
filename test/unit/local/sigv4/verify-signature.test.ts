import { createHash, createHmac, type Hmac } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test } from 'vitest';
import { type Arrived, requestsOf, SDK_CREDENTIALS, verdictOf } from './signed-requests.ts';

const options = (endpoint: string) => ({
  endpoint,
  region: 'eu-central-1',
  credentials: SDK_CREDENTIALS,
  maxAttempts: 1,
});
const s3 = (endpoint: string) => new S3Client({ ...options(endpoint), forcePathStyle: true });
const sqs = (endpoint: string) => new SQSClient(options(endpoint));
const BUCKET = { Bucket: 'b' };
const ODD_KEY = "a folder/ü+ä & (x)='1'!*~,;:@$/日本.txt";

const SENT: readonly (readonly [string, (url: string) => Promise<unknown>])[] = [
  [
    'a message',
    (url) => sqs(url).send(new SendMessageCommand({ QueueUrl: `${url}/0/q`, MessageBody: 'ü 😀' })),
  ],
  ['a receive', (url) => sqs(url).send(new ReceiveMessageCommand({ QueueUrl: `${url}/0/q` }))],
  [
    'a publication',
    (url) =>
      new SNSClient(options(url)).send(new PublishCommand({ TopicArn: 'arn:t', Message: 'a b+c&d=ü' })),
  ],
  ['an object', (url) => s3(url).send(new PutObjectCommand({ ...BUCKET, Key: ODD_KEY, Body: 'text' }))],
  ['an empty object', (url) => s3(url).send(new PutObjectCommand({ ...BUCKET, Key: 'a' }))],
  [
    'an object with words about it',
    (url) =>
      s3(url).send(
        new PutObjectCommand({
          ...BUCKET,
          Key: 'k',
          Body: 'x',
          Metadata: { note: '  two   words ' },
          Tagging: 'a=b%20c',
        }),
      ),
  ],
  [
    'a stream',
    (url) =>
      s3(url).send(
        new PutObjectCommand({
          ...BUCKET,
          Key: 'k',
          Body: Readable.from([Buffer.alloc(70_000)]),
          ContentLength: 70_000,
        }),
      ),
  ],
  ['a read', (url) => s3(url).send(new GetObjectCommand({ ...BUCKET, Key: ODD_KEY, Range: 'bytes=0-9' }))],
  [
    'a list',
    (url) =>
      s3(url).send(new ListObjectsV2Command({ ...BUCKET, Prefix: 'ü &=+/', Delimiter: '/', StartAfter: '' })),
  ],
  ['a copy', (url) => s3(url).send(new CopyObjectCommand({ ...BUCKET, Key: 'k', CopySource: 'b/%C3%BC' }))],
  [
    'a removal',
    (url) => s3(url).send(new DeleteObjectsCommand({ ...BUCKET, Delete: { Objects: [{ Key: ODD_KEY }] } })),
  ],
  [
    'the begin of an upload',
    (url) => s3(url).send(new CreateMultipartUploadCommand({ ...BUCKET, Key: 'k' })),
  ],
  [
    'a part of an upload',
    (url) =>
      s3(url).send(new UploadPartCommand({ ...BUCKET, Key: 'k', UploadId: 'u', PartNumber: 1, Body: 'x' })),
  ],
];

/** Node's SHA-256 as the SDK's signers take it. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | Hmac;
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(data: string | Uint8Array) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
}

/** An address that the SDK signs beforehand, as a request that comes by it. */
async function signedAddress({
  service = 's3',
  path = '/b/k',
  method = 'GET',
  body = '',
  expiresIn = 60,
  signingDate = new Date(),
} = {}): Promise<Arrived> {
  const signer = new SignatureV4({
    credentials: SDK_CREDENTIALS,
    region: 'eu-central-1',
    service,
    sha256: Sha256 as never,
    uriEscapePath: service !== 's3',
  });
  const host = '127.0.0.1:9325';
  const payload = service === 's3' ? { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } : {};
  const request = {
    method,
    protocol: 'http:',
    hostname: '127.0.0.1',
    path,
    query: { 'response-content-type': 'text/plain; x=ü' },
    headers: { host, ...payload },
    body,
  };
  const { query = {} } = await signer.presign(request as never, { expiresIn, signingDate });
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return { method, url: `${path}?${pairs.join('&')}`, headers: { host }, body: Buffer.from(body) };
}

async function oneRequest(send: (url: string) => Promise<unknown> = SENT[0]?.[1] as never): Promise<Arrived> {
  const [request] = await requestsOf(send);
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

const withHeader = (request: Arrived, name: string, value: string | undefined): Arrived => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

describe('what the SDK signs', () => {
  test.each(SENT)('is accepted: %s', async (_what, send) => {
    const requests = await requestsOf(send);
    expect(requests).toHaveLength(1);
    for (const request of requests) expect(verdictOf(request)).toBe('signed');
  });

  test.each([
    ['of an object', {}],
    ['of an object with an odd name', { path: '/b/%C3%BC%20%27%28a%29%27' }],
    ['by which something is uploaded', { method: 'PUT', body: 'whatever' }],
    ['of another service', { service: 'sqs', path: '/' }],
    ['of another service, with a path to be normalised', { service: 'sqs', path: '/0//a/./b/../%C3%BC/' }],
  ])('is accepted as an address %s', async (_what, options) => {
    expect(verdictOf(await signedAddress(options))).toBe('signed');
  });

  test('is accepted whatever of it the client has escaped besides', async () => {
    const address = await signedAddress({ path: '/b/%28a%29' });
    expect(verdictOf({ ...address, url: address.url?.replace('%28a%29', '(%61)') })).toBe('signed');
  });
});

describe('a request is refused', () => {
  test.each<[string, (request: Arrived) => Arrived]>([
    ['method', (request) => ({ ...request, method: 'PUT' })],
    ['path', (request) => ({ ...request, url: '/other' })],
    ['query', (request) => ({ ...request, url: `${request.url}?Action=DeleteQueue` })],
    ['target', (request) => withHeader(request, 'x-amz-target', 'AmazonSQS.DeleteQueue')],
    ['host', (request) => withHeader(request, 'host', 'elsewhere')],
    [
      'signature',
      (request) =>
        withHeader(request, 'authorization', request.headers.authorization?.replace(/.{4}$/, '0000')),
    ],
    [
      'region',
      (request) =>
        withHeader(request, 'authorization', request.headers.authorization?.replace('eu-central', 'us-east')),
    ],
  ])('whose %s was changed', async (_what, change) => {
    expect(verdictOf(change(await oneRequest()))).toBe('mismatch');
  });

  test('whose body was changed, whether its hash was told or not', async () => {
    const request = await oneRequest();
    const body = Buffer.from('{}');
    expect(verdictOf({ ...request, body })).toBe('body');
    const address = await signedAddress({ service: 'sqs', path: '/', method: 'POST', body: 'a' });
    expect(verdictOf(address)).toBe('signed');
    expect(verdictOf({ ...address, body })).toBe('mismatch');
  });

  test.each(['x-amz-copy-source', 'x-amz-meta-owner', 'x-amz-security-token'])(
    'to which the header %s was added',
    async (name) => {
      expect(verdictOf(withHeader(await oneRequest(), name, 'x'))).toBe('malformed');
    },
  );

  test('of another key, and of the right key with another secret', async () => {
    const request = await oneRequest();
    const { accessKeyId } = SDK_CREDENTIALS;
    const accessKeySecret = 'other';
    expect(verdictOf(request, { credentials: { accessKeyId: 'other', accessKeySecret } })).toBe('unknownKey');
    expect(verdictOf(request, { credentials: { accessKeyId, accessKeySecret } })).toBe('mismatch');
  });

  test('that was signed for another service', async () => {
    expect(verdictOf(await oneRequest(), { services: ['s3'] })).toBe('malformed');
  });

  test.each([
    [-14, 'signed'],
    [14, 'signed'],
    [-16, 'skewed'],
    [16, 'skewed'],
  ])('when the clocks are too far apart: %i minutes are %s', async (minutes, verdict) => {
    const request = await oneRequest();
    expect(verdictOf(request, { now: Date.now() + minutes * 60_000 })).toBe(verdict);
  });

  test.each([
    [50, 'signed'],
    [70, 'expired'],
    [-16 * 60, 'skewed'],
  ])('by an address for a minute: after %i s it is %s', async (seconds, verdict) => {
    expect(verdictOf(await signedAddress(), { now: Date.now() + seconds * 1000 })).toBe(verdict);
  });

  test('by an address that holds for longer than was signed', async () => {
    const { url = '', ...rest } = await signedAddress();
    expect(verdictOf({ ...rest, url: url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600') })).toBe(
      'mismatch',
    );
    for (const expires of ['0', '604801', 'x', ''])
      expect(verdictOf({ ...rest, url: url.replace('X-Amz-Expires=60', `X-Amz-Expires=${expires}`) })).toBe(
        'malformed',
      );
  });

  test.each([
    ['', 'malformed'],
    ['Bearer a:b', 'malformed'],
    ['AWS AKID:signature', 'malformed'],
    ['AWS4-ECDSA-P256-SHA256 Credential=a', 'malformed'],
    ['AWS4-HMAC-SHA256', 'malformed'],
    ['AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, SignedHeaders=host, Signature=x', 'malformed'],
    [undefined, 'missing'],
  ])('with the authorization %j: %s', async (authorization, verdict) => {
    expect(verdictOf(withHeader(await oneRequest(), 'authorization', authorization))).toBe(verdict);
  });

  test.each([
    ['whose host is not signed', /;?host;?/, ';'],
    ['of another day than its credential', /\/\d{8}\//, '/20200101/'],
    ['whose signature is short', /Signature=.*/, 'Signature=abc'],
  ])('%s', async (_what, from, to) => {
    const request = await oneRequest();
    const authorization = request.headers.authorization?.replace(from, to);
    expect(verdictOf(withHeader(request, 'authorization', authorization))).toBe('malformed');
  });

  test('whose time is none', async () => {
    for (const date of ['20261345T000000Z', 'now', undefined])
      expect(verdictOf(withHeader(await oneRequest(), 'x-amz-date', date))).toBe('malformed');
  });

  test('that leaves the body of a message unsigned', async () => {
    const request = withHeader(await oneRequest(), 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD');
    expect(verdictOf(request)).toBe('malformed');
  });
});
