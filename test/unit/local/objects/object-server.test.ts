import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from 'vitest';
import type { ObjectCreated } from '../../../../src/local/objects/object-created.ts';
import { type ObjectHome, type ObjectHomeOptions, openObjectHome } from '../../../helpers/object-home.ts';
import { type Arrived, requestsOf } from '../sigv4/signed-requests.ts';

let server: ObjectHome | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function open(options: Partial<ObjectHomeOptions> = {}) {
  const created: ObjectCreated[] = [];
  server = await openObjectHome({
    buckets: ['photos'],
    onCreated: async (event) => {
      created.push(event);
    },
    ...options,
  });
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const s3 = new S3Client({ endpoint: server.url, region: 'eu-west-1', credentials, maxAttempts: 1 });
  return { s3, created, url: server.url };
}

const CAT = { Bucket: 'photos', Key: 'cat of mine.jpg' };

test('an object that is put can be read, and is told of once', async () => {
  const { s3, created } = await open();
  await s3.send(new PutObjectCommand({ ...CAT, Body: 'meow' }));
  const { Body } = await s3.send(new GetObjectCommand(CAT));
  expect(await Body?.transformToString()).toBe('meow');
  expect(created).toEqual([
    {
      bucket: 'photos',
      key: 'cat of mine.jpg',
      size: 4,
      etag: '4a4be40c96ac6314e91d93f38043a634',
      sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
      reason: 'PutObject',
    },
  ]);
});

test('a copy and an upload in parts are objects that are created too; a part and a read are not', async () => {
  const { s3, created } = await open();
  await s3.send(new PutObjectCommand({ ...CAT, Body: 'meow' }));
  await s3.send(
    new CopyObjectCommand({ Bucket: 'photos', Key: 'copy', CopySource: 'photos/cat%20of%20mine.jpg' }),
  );
  const upload = { Bucket: 'photos', Key: 'film' };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'purr' }));
  expect(created.map(({ key }) => key)).toEqual(['cat of mine.jpg', 'copy']);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }));
  expect(created.map(({ key, reason }) => [key, reason]).at(-1)).toEqual(['film', 'CompleteMultipartUpload']);
});

test('the request that created an object is answered only when those who heard of it are done', async () => {
  const begun = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<void>();
  const { s3 } = await open({
    onCreated: () => {
      begun.resolve();
      return heard.promise;
    },
  });
  let isAnswered = false;
  const put = s3.send(new PutObjectCommand({ ...CAT, Body: 'meow' })).then(() => {
    isAnswered = true;
  });
  await begun.promise;
  // The response would have come before that of a request that begins now.
  await s3.send(new ListBucketsCommand({}));
  expect(isAnswered).toBe(false);
  heard.resolve();
  await put;
  expect(isAnswered).toBe(true);
});

test('a start that fails fails its upload, so that the client tries again, and no other', async () => {
  const { s3 } = await open({
    onCreated: async ({ key }) => {
      if (key === 'bad') throw new Error('disk full');
    },
  });
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'photos', Key, Body: 'x' }));
  const [bad, good] = await Promise.allSettled([put('bad'), put('good')]);
  expect(bad.status).toBe('rejected');
  expect(good.status).toBe('fulfilled');
});

test('objects and uploads in parts outlive the server that keeps them in a folder', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'fdl-objects-'));
  const before = await open({ location: { folder: dataFolder } });
  await before.s3.send(new PutObjectCommand({ ...CAT, Body: 'meow' }));
  const upload = { Bucket: 'photos', Key: 'film' };
  const { UploadId } = await before.s3.send(new CreateMultipartUploadCommand(upload));
  const { ETag } = await before.s3.send(
    new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'purr' }),
  );
  await server?.close();

  const { s3, created } = await open({ location: { folder: dataFolder } });
  const { Body } = await s3.send(new GetObjectCommand(CAT));
  expect(await Body?.transformToString()).toBe('meow');
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }));
  expect(created.map(({ key, size }) => [key, size])).toEqual([['film', 4]]);
  await server?.close();
  server = undefined;
  rmSync(dataFolder, { recursive: true });
});

test.each([
  'application/x-www-form-urlencoded',
  'application/x-amz-json-1.0',
  'application/json',
  'text/plain',
])('an object of the type %s is kept byte by byte, also without a signature', async (type) => {
  const { url, s3 } = await open();
  const request = { method: 'PUT', body: 'a=1&b', headers: { 'content-type': type } };
  expect((await fetch(`${url}/photos/note`, request)).status).toBe(200);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'photos', Key: 'note' }));
  expect(await Body?.transformToString()).toBe('a=1&b');
});

test('web pages from elsewhere are refused, and so are queues', async () => {
  const { url, created } = await open();
  const headers = { origin: 'https://evil.example' };
  expect((await fetch(`${url}/photos/x`, { method: 'PUT', body: 'x', headers })).status).toBe(403);
  expect((await fetch(url, { method: 'POST', body: 'Action=ListTopics' })).status).toBe(501);
  expect(created).toEqual([]);
});

describe('with a key', () => {
  const KEY = { accessKeyId: 'id', accessKeySecret: 'secret' };

  async function openWithKey() {
    const opened = await open({ credentials: KEY });
    const client = (secretAccessKey: string, accessKeyId = 'id') =>
      new S3Client({
        endpoint: opened.url,
        region: 'eu-west-1',
        credentials: { accessKeyId, secretAccessKey },
        maxAttempts: 1,
      });
    return { ...opened, client };
  }

  test('a client that signs with it is served: bodies, streams, odd names, lists', async () => {
    const { client, created } = await openWithKey();
    const s3 = client('secret');
    await s3.send(new PutObjectCommand({ ...CAT, Body: 'meow' }));
    const Body = Readable.from([Buffer.alloc(70_000, 'x')]);
    await s3.send(
      new PutObjectCommand({ Bucket: 'photos', Key: 'ä (1)+&.txt', Body, ContentLength: 70_000 }),
    );
    const read = await s3.send(new GetObjectCommand({ Bucket: 'photos', Key: 'ä (1)+&.txt' }));
    expect((await read.Body?.transformToByteArray())?.length).toBe(70_000);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1);
    expect(created).toHaveLength(2);
  });

  test.each([
    ['another secret', 'other', 'id', 'SignatureDoesNotMatch'],
    ['another key', 'secret', 'other', 'InvalidAccessKeyId'],
  ])('%s is refused, and nothing is created', async (_what, secret, id, name) => {
    const { client, created } = await openWithKey();
    const put = client(secret, id).send(new PutObjectCommand({ ...CAT, Body: 'meow' }));
    await expect(put).rejects.toMatchObject({ name });
    expect(created).toEqual([]);
  });

  test('a client that does not sign, or sends another body than was signed, is refused', async () => {
    const { url, created } = await openWithKey();
    const unsigned = await fetch(`${url}/photos/x`, { method: 'PUT', body: 'x' });
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain('<Code>AccessDenied</Code>');
    const [request] = await requestsOf((endpoint) => {
      const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
      const s3 = new S3Client({ endpoint, region: 'eu-west-1', credentials, forcePathStyle: true });
      return s3.send(new PutObjectCommand({ Bucket: 'photos', Key: 'x', Body: 'signed' }));
    });
    const changed = await send(url, request, 'change');
    expect(changed).toEqual({ status: 400, text: expect.stringContaining('XAmzContentSHA256Mismatch') });
    expect(created).toEqual([]);
  });

  /** Sends what a client has signed with another body of the same length, under the name that it was signed for. */
  async function send(url: string, request: Arrived | undefined, body: string) {
    const { method, url: path, headers } = request ?? {};
    const answered = Promise.withResolvers<IncomingMessage>();
    const options = {
      method: method ?? '',
      path: path ?? '',
      headers: { ...headers } as OutgoingHttpHeaders,
    };
    httpRequest(url, options, answered.resolve).on('error', answered.reject).end(body);
    const response = await answered.promise;
    return { status: response.statusCode, text: await readText(response) };
  }
});
