import {
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  compareKeys,
  type KeyPlace,
  type ListPage,
  listPage,
} from '../../../../src/adapters/embedded/objects/list-page.ts';
import { type ObjectHome, openObjectHome } from '../../../helpers/object-home.ts';

const KEYS = [
  'IMG_1.jpg',
  'img_2.jpg',
  'Zoo/a.jpg',
  'Zoo/b & c.jpg',
  'apple',
  'ä/ö',
  '\ufb01sh',
  '🎉/party',
  '🎉',
  'a+b c%',
];
const Bucket = 'photos';
let server: ObjectHome;
let s3: S3Client;

beforeAll(async () => {
  server = await openObjectHome({ buckets: [Bucket] });
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  s3 = new S3Client({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  for (const Key of KEYS) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
});

afterAll(async () => {
  s3.destroy();
  await server.close();
});

const IN_ORDER = KEYS.toSorted(compareKeys);

async function listAll(MaxKeys: number, more: object = {}): Promise<{ keys: string[]; prefixes: string[] }> {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const request = new ListObjectsV2Command({ Bucket, MaxKeys, ContinuationToken, ...more });
    const page: ListObjectsV2CommandOutput = await s3.send(request);
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    prefixes.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return { keys, prefixes };
}

describe('a listing', () => {
  test.each([1, 2, 3, 1000])(
    'has every key once, in the order of its bytes, in pages of %i',
    async (size) => {
      expect((await listAll(size)).keys).toEqual(IN_ORDER);
    },
  );

  test.each([1, 2, 1000])('has prefixes instead of the keys below them, in pages of %i', async (size) => {
    const { keys, prefixes } = await listAll(size, { Delimiter: '/' });
    expect(keys).toEqual(IN_ORDER.filter((key) => !key.includes('/')));
    expect(prefixes).toEqual(['Zoo/', 'ä/', '🎉/'].toSorted(compareKeys));
  });

  test('of a prefix has its keys, also behind a key', async () => {
    expect((await listAll(1, { Prefix: 'Zoo/' })).keys).toEqual(['Zoo/a.jpg', 'Zoo/b & c.jpg']);
    expect((await listAll(1, { StartAfter: 'img_2.jpg' })).keys).toEqual(
      IN_ORDER.filter((key) => compareKeys(key, 'img_2.jpg') > 0),
    );
  });

  test('may have its keys encoded', async () => {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url', Prefix: 'a+' }));
    expect(page.Contents?.map(({ Key = '' }) => decodeURIComponent(Key))).toEqual(['a+b c%']);
  });

  test('of the first version goes on behind its marker', async () => {
    for (const Delimiter of [undefined, '/']) {
      const found: string[] = [];
      let Marker: string | undefined;
      do {
        const page = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 1, Marker, Delimiter }));
        found.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
        found.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
        Marker = page.NextMarker;
      } while (Marker !== undefined);
      expect(new Set(found).size).toBe(found.length);
      expect(found).toHaveLength(Delimiter === undefined ? KEYS.length : KEYS.length - 1);
    }
  });

  test('of no keys is empty and over', async () => {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
    expect([page.KeyCount, page.IsTruncated]).toEqual([0, false]);
  });

  test('of a bucket that is not there, or behind a token that is none, is refused', async () => {
    const none = s3.send(new ListObjectsV2Command({ Bucket: 'none' }));
    await expect(none).rejects.toMatchObject({ name: 'NoSuchBucket' });
    const wrong = s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'made up' }));
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

test('whatever the keys, the delimiter and the size of pages, each is on one page', () => {
  const key = fc.string({
    unit: fc.constantFrom('a', 'B', '/', 'é', '\uffee', '🎉'),
    minLength: 1,
    maxLength: 6,
  });
  const keys = fc.uniqueArray(key, { maxLength: 20 });
  const holds = (all: readonly string[], delimiter: string, maxKeys: number) => {
    const objects = all.toSorted(compareKeys).map((each) => ({ key: each }));
    const read = ({ key: from, isIncluded }: KeyPlace) =>
      objects.filter((each) => Buffer.compare(Buffer.from(each.key), from) >= (isIncluded ? 0 : 1));
    const ofOneKey = (each: string) => {
      const end = delimiter === '' ? -1 : each.indexOf(delimiter);
      return end === -1 ? each : each.slice(0, end + delimiter.length);
    };
    const found: string[] = [];
    let from: { after: string; afterPrefix?: string } | undefined = { after: '' };
    while (from !== undefined) {
      const page: ListPage<{ key: string }> = listPage(read, { prefix: '', delimiter, maxKeys, ...from });
      expect(page.objects.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
      found.push(...page.objects.map((each) => each.key), ...page.commonPrefixes);
      const { last } = page;
      from = last && ('key' in last ? { after: last.key } : { after: last.prefix, afterPrefix: last.prefix });
    }
    expect(found.toSorted()).toEqual([...new Set(all.map(ofOneKey))].toSorted());
  };
  fc.assert(fc.property(keys, fc.constantFrom('', '/', 'a'), fc.integer({ min: 1, max: 5 }), holds));
});
