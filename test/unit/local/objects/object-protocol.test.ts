import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ObjectHome, openObjectHome } from '../../../helpers/object-home.ts';

const Bucket = 'photos';
const MIB = 1024 * 1024;
let server: ObjectHome;
let s3: S3Client;

beforeAll(async () => {
  server = await openObjectHome({ buckets: [Bucket] });
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  s3 = new S3Client({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});

afterAll(async () => {
  s3.destroy();
  await server.close();
});

const put = (Key: string, Body: string | Uint8Array, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

async function bytesOf(Key: string, more: object = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const md5 = (bytes: string | Uint8Array) => createHash('md5').update(bytes).digest('hex');

describe('an object', () => {
  test('comes back with what was said of it', async () => {
    const { ETag } = await put('kept', 'meow', {
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentDisposition: 'inline',
      Metadata: { colour: 'black', Name: 'Mia' },
    });
    expect(ETag).toBe(`"${md5('meow')}"`);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'kept' }));
    expect(head).toMatchObject({
      ETag,
      ContentLength: 4,
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentDisposition: 'inline',
      AcceptRanges: 'bytes',
      Metadata: { colour: 'black', name: 'Mia' },
    });
    expect(Date.now() - (head.LastModified?.getTime() ?? 0)).toBeLessThan(60_000);
    const as = await s3.send(
      new GetObjectCommand({ Bucket, Key: 'kept', ResponseContentType: 'image/jpeg' }),
    );
    expect(as.ContentType).toBe('image/jpeg');
  });

  test('may be empty, and of any size that arrives in pieces', async () => {
    await put('empty', '');
    expect(await bytesOf('empty')).toHaveLength(0);
    const large = randomBytes(2 * MIB + 17);
    const Body = Readable.from([large.subarray(0, 700_000), large.subarray(700_000)]);
    const { ETag } = await s3.send(
      new PutObjectCommand({ Bucket, Key: 'large', Body, ContentLength: large.length }),
    );
    expect(ETag).toBe(`"${md5(large)}"`);
    expect((await bytesOf('large')).equals(large)).toBe(true);
    const range = await bytesOf('large', { Range: `bytes=${MIB - 3}-${2 * MIB + 1}` });
    expect(range.equals(large.subarray(MIB - 3, 2 * MIB + 2))).toBe(true);
  });

  test.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=4-2', 200, '0123456789', null],
    ['bytes=0-1,3-4', 200, '0123456789', null],
    ['lines=1-2', 200, '0123456789', null],
  ])('read with the range %s answers %i and %s', async (range, status, text, contentRange) => {
    await put('digits', '0123456789');
    const answer = await fetch(`${server.url}/${Bucket}/digits`, { headers: { range } });
    expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });

  test.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('has no range %s', async (Range) => {
    await put('digits', '0123456789');
    await expect(bytesOf('digits', { Range })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
    const answer = await fetch(`${server.url}/${Bucket}/digits`, { headers: { range: Range } });
    expect(answer.headers.get('content-range')).toBe('bytes */10');
  });

  test('is read only on the conditions of who reads', async () => {
    const { ETag = '' } = await put('read', 'one');
    expect((await bytesOf('read', { IfMatch: ETag })).toString()).toBe('one');
    await expect(bytesOf('read', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(bytesOf('read', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    const [past, future] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000)];
    await expect(bytesOf('read', { IfModifiedSince: future })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(bytesOf('read', { IfUnmodifiedSince: past })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect((await bytesOf('read', { IfNoneMatch: '"other"', IfModifiedSince: future })).toString()).toBe(
      'one',
    );
  });

  test('is replaced only on the conditions of who writes', async () => {
    const { ETag } = await put('once', 'first', { IfNoneMatch: '*' });
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('once', 'second', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('none yet', 'x', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await put('once', 'second', { IfMatch: ETag });
    expect((await bytesOf('once')).toString()).toBe('second');
    const race = await Promise.allSettled(
      ['a', 'b', 'c'].map((text) => put('race', text, { IfNoneMatch: '*' })),
    );
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('is not kept when its bytes are not those that were announced', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${server.url}/${Bucket}/wrong`, { method: 'PUT', body: 'meow', headers });
    for (const [headers, code] of [
      [{ 'content-md5': Buffer.from(md5('purr'), 'hex').toString('base64') }, 'BadDigest'],
      [{ 'content-md5': 'no' }, 'InvalidDigest'],
      [{ 'x-amz-checksum-crc32': 'AAAAAA==' }, 'BadDigest'],
      [{ 'x-amz-checksum-sha256': 'AAAA' }, 'BadDigest'],
      [{ 'x-amz-content-sha256': 'a'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
    ] as const) {
      const answer = await send(headers);
      expect([answer.status, /<Code>(\w+)</.exec(await answer.text())?.[1]]).toEqual([400, code]);
    }
    await expect(bytesOf('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('is not kept when its upload breaks off', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(`PUT /${Bucket}/half HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 4000000\r\n\r\n`);
    socket.write(Buffer.alloc(2 * MIB), () => socket.destroy());
    await new Promise((closed) => socket.once('close', closed));
    await expect(bytesOf('half')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('that is replaced or deleted while it is read is read to its end', async () => {
    const before = randomBytes(3 * MIB);
    await put('moving', before);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'moving' }));
    await put('moving', 'after');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'moving' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(before)).toBe(true);
    await expect(bytesOf('moving')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('is copied with what was said of it, or with something else', async () => {
    await put('from ä+b', 'meow', { Metadata: { colour: 'black' }, ContentType: 'text/plain' });
    const CopySource = `/${Bucket}/${encodeURIComponent('from ä+b')}`;
    const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    expect(copied.CopyObjectResult?.ETag).toBe(`"${md5('meow')}"`);
    const [same, other] = [
      new HeadObjectCommand({ Bucket, Key: 'copy' }),
      new HeadObjectCommand({ Bucket, Key: 'other' }),
    ];
    expect(await s3.send(same)).toMatchObject({ Metadata: { colour: 'black' }, ContentType: 'text/plain' });
    const replaced = { MetadataDirective: 'REPLACE', Metadata: { colour: 'white' } } as const;
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'other', CopySource, ...replaced }));
    expect(await s3.send(other)).toMatchObject({ Metadata: { colour: 'white' } });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'from ä+b' }));
    expect((await bytesOf('copy')).toString()).toBe('meow');
    await expect(s3.send(new CopyObjectCommand({ Bucket, Key: 'x', CopySource }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    const conditional = new CopyObjectCommand({
      Bucket,
      Key: 'x',
      CopySource: `${Bucket}/copy`,
      CopySourceIfMatch: '"no"',
    });
    await expect(s3.send(conditional)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  test('that is gone is not found, and can be deleted again', async () => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'never' }));
    await expect(bytesOf('never')).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'never' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('has a key of at most 1,024 bytes and metadata of at most 2 KiB', async () => {
    await expect(put('ä'.repeat(513), '')).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await expect(put('meta', '', { Metadata: { a: 'x'.repeat(2_048) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
    });
  });

  test('is read by an address that was signed in the older way, as the command line of AWS does it', async () => {
    await put('signed', 'meow');
    const query = 'AWSAccessKeyId=any&Signature=tTYW%3D&Expires=1796041121';
    expect(await (await fetch(`${server.url}/${Bucket}/signed?${query}`)).text()).toBe('meow');
  });

  test('asked for what is not served says so', async () => {
    await put('tagged', '');
    await expect(s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
  });
});

describe('objects that are deleted together', () => {
  test('are gone, those that were not there as well', async () => {
    const keys = ['a', 'b <&>', 'ü/🎉'];
    for (const key of keys) await put(key, 'x');
    const Objects = [...keys, 'never there'].map((Key) => ({ Key }));
    const { Deleted = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted.map(({ Key }) => Key)).toEqual([...keys, 'never there']);
    for (const key of keys) await expect(bytesOf(key)).rejects.toMatchObject({ name: 'NoSuchKey' });
    const quiet = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    expect(quiet.Deleted ?? []).toEqual([]);
  });

  test('are at most a thousand', async () => {
    const Objects = Array.from({ length: 1_001 }, (_, at) => ({ Key: `key ${at}` }));
    const deleting = s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await expect(deleting).rejects.toMatchObject({ name: 'MalformedXML' });
  });
});

describe('an upload in parts', () => {
  const begin = async (Key: string, more: object = {}) => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
    const upload = { Bucket, Key, UploadId };
    const part = async (PartNumber: number, Body: string | Uint8Array) => {
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      return { PartNumber, ETag };
    };
    const complete = (Parts: object[], other: object = {}) =>
      s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...other }));
    return { upload, part, complete };
  };

  test('becomes an object of its parts, with the tag that S3 gives to such', async () => {
    const { part, complete, upload } = await begin('film', {
      ContentType: 'video/mp4',
      Metadata: { a: 'b' },
    });
    const [first, second] = [randomBytes(5 * MIB + 3), randomBytes(MIB + 5)];
    const last = await part(7, second);
    await part(2, 'to be replaced');
    const parts = [await part(2, first), last];
    const listed = await s3.send(new ListPartsCommand({ ...upload, MaxParts: 1 }));
    expect(listed).toMatchObject({
      IsTruncated: true,
      NextPartNumberMarker: '2',
      Parts: [{ PartNumber: 2 }],
    });
    const { ETag } = await complete(parts);
    const digests = Buffer.concat([first, second].map((bytes) => Buffer.from(md5(bytes), 'hex')));
    expect(ETag).toBe(`"${md5(digests)}-2"`);
    expect((await bytesOf('film')).equals(Buffer.concat([first, second]))).toBe(true);
    const across = await bytesOf('film', { Range: `bytes=${first.length - 2}-${first.length + 1}` });
    expect(across.equals(Buffer.concat([first.subarray(-2), second.subarray(0, 2)]))).toBe(true);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'film' }));
    expect(head).toMatchObject({ ContentType: 'video/mp4', Metadata: { a: 'b' } });
    await expect(complete(parts)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  test('takes parts of other objects, whole or a range', async () => {
    await put('source', '0123456789');
    const { upload, complete } = await begin('of a copy');
    const copy = { ...upload, CopySource: `${Bucket}/source`, CopySourceRange: 'bytes=2-4', PartNumber: 1 };
    const { CopyPartResult } = await s3.send(new UploadPartCopyCommand(copy));
    expect(CopyPartResult?.ETag).toBe(`"${md5('234')}"`);
    await complete([{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    expect((await bytesOf('of a copy')).toString()).toBe('234');
    const beyond = new UploadPartCopyCommand({ ...copy, CopySourceRange: 'bytes=20-30' });
    await expect(s3.send(beyond)).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  test('is not completed with parts that are small, missing, others or out of order', async () => {
    const { part, complete } = await begin('bad');
    const [one, two] = [await part(1, 'small'), await part(2, 'last')];
    await expect(complete([one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete([two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete([{ PartNumber: 3, ETag: one.ETag }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete([{ PartNumber: 1, ETag: two.ETag }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(part(10_001, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
    await put('bad', 'there before');
    await expect(complete([one], { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await complete([one]);
    expect((await bytesOf('bad')).toString()).toBe('small');
  });

  test('is listed until it is completed or given up', async () => {
    const [one, two] = [await begin('listed/one'), await begin('listed/two')];
    const list = async (more: object = {}) => {
      const command = new ListMultipartUploadsCommand({ Bucket, Prefix: 'listed/', ...more });
      return (await s3.send(command)).Uploads?.map(({ Key }) => Key) ?? [];
    };
    expect(await list()).toEqual(['listed/one', 'listed/two']);
    expect(await list({ MaxUploads: 1 })).toEqual(['listed/one']);
    expect(await list({ KeyMarker: 'listed/one' })).toEqual(['listed/two']);
    await s3.send(new AbortMultipartUploadCommand(one.upload));
    expect(await list()).toEqual(['listed/two']);
    await expect(one.part(1, 'x')).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await two.complete([await two.part(1, 'x')]);
    expect(await list()).toEqual([]);
  });
});

describe('a bucket', () => {
  test('is made, told of and removed when it is empty', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'letters' }));
    await s3.send(new CreateBucketCommand({ Bucket: 'letters' }));
    expect((await s3.send(new HeadBucketCommand({ Bucket: 'letters' }))).BucketRegion).toBe('us-east-1');
    await s3.send(new GetBucketLocationCommand({ Bucket: 'letters' }));
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual(['letters', 'photos']);
    await s3.send(new PutObjectCommand({ Bucket: 'letters', Key: 'a', Body: 'x' }));
    const remove = () => s3.send(new DeleteBucketCommand({ Bucket: 'letters' }));
    await expect(remove()).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await s3.send(new DeleteObjectCommand({ Bucket: 'letters', Key: 'a' }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(
      s3.send(new PutObjectCommand({ Bucket: 'letters', Key: 'a', Body: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  test.each(['Ab', 'a', 'a..b', '192.168.1.1', 'a_b'])('is not called %s', async (name) => {
    const answer = await fetch(`${server.url}/${name}`, { method: 'PUT' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('InvalidBucketName')]);
  });
});

test('a body in pieces is checked to its end', async () => {
  const send = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/${Bucket}/pieces`, {
      method: 'PUT',
      body,
      headers: { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', ...headers },
    });
  const trailer = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32('meow'));
  const withSum = (text: string) =>
    send(`4;chunk-signature=abc\r\nmeow\r\n0\r\nx-amz-checksum-crc32:${text}\r\n\r\n`, trailer);
  expect((await withSum('AAAAAA==')).status).toBe(400);
  expect((await withSum(sum.toString('base64'))).status).toBe(200);
  expect((await bytesOf('pieces')).toString()).toBe('meow');
  expect((await send('4\r\nmeow\r\n0\r\n\r\n')).status).toBe(200);
  for (const broken of ['5\r\nmeow\r\n0\r\n\r\n', '4\r\nmeow', 'zz\r\n', '4\r\nmeow\r\n']) {
    expect((await send(broken)).status).toBe(400);
  }
  expect((await send('4\r\nmeow\r\n0\r\n\r\n', { 'x-amz-decoded-content-length': '5' })).status).toBe(400);
});
