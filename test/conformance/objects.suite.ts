import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ObjectError, ObjectName, ObjectPort, ObjectProblem } from '../../src/ports/objects.ts';

/** Objects as a flow may use them. */
export interface ObjectsHarness {
  readonly objects: ObjectPort;
  /** A bucket that is empty. */
  readonly bucket: string;
  /** As an owner of the bucket does it. */
  remove(name: ObjectName): Promise<void>;
  dispose(): Promise<void>;
}

const CSV = 'text/csv';

function refused(problem: ObjectProblem, message: RegExp): Partial<ObjectError> {
  return { name: 'ObjectError', problem, message: expect.stringMatching(message) };
}

/** The promises of the port that every store of objects keeps. */
export function objectsSuite(name: string, open: () => Promise<ObjectsHarness>): void {
  describe(`objects: ${name}`, () => {
    let harness: ObjectsHarness;
    let objects: ObjectPort;
    let bucket: string;

    beforeEach(async () => {
      harness = await open();
      ({ objects, bucket } = harness);
    });
    afterEach(() => harness.dispose());

    const named = (key: string): ObjectName => ({ bucket, key });

    async function etagOf(key: string): Promise<string> {
      const head = await objects.head(named(key));
      if (head === undefined) throw new Error(`there is no ${key}`);
      return head.etag;
    }

    async function textOf(key: string, from: number, to: number): Promise<string> {
      return Buffer.from(await objects.read(named(key), { etag: await etagOf(key), from, to })).toString();
    }

    test.each([
      ['a text', '{"ключ": "値 😀"}'],
      ['bytes', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
      ['nothing', ''],
      ['three megabytes', Buffer.alloc(3 * 1024 * 1024, 'abcdefg')],
    ])('An object of %s comes back byte for byte', async (_, body) => {
      await objects.write(named('out'), body, CSV);

      const { bytes, etag } = (await objects.head(named('out'))) ?? {};
      expect(bytes).toBe(Buffer.byteLength(body));
      const read = await objects.read(named('out'), { etag: String(etag), from: 0, to: Number(bytes) });
      expect(Buffer.from(body).equals(read)).toBe(true);
    });

    test.each([
      [0, 10, '0123456789'],
      [0, 1, '0'],
      [3, 7, '3456'],
      [9, 10, '9'],
      [4, 4, ''],
      [10, 10, ''],
    ])('The bytes from %i to %i are read alone', async (from, to, expected) => {
      await objects.write(named('digits'), '0123456789', CSV);

      expect(await textOf('digits', from, to)).toBe(expected);
    });

    test('A range may lie anywhere in a large object', async () => {
      const body = Buffer.alloc(2_500_000);
      for (let at = 0; at < body.length; at += 4) body.writeUInt32LE(at, at);
      await objects.write(named('large'), body, 'application/octet-stream');

      const [from, to] = [1_048_570, 2_097_160];
      const read = await objects.read(named('large'), { etag: await etagOf('large'), from, to });
      expect(body.subarray(from, to).equals(read)).toBe(true);
    });

    test('An object that never was has no head', async () => {
      expect(await objects.head(named('nothing'))).toBeUndefined();
    });

    test('An object that was replaced is not read as the version before', async () => {
      await objects.write(named('in'), 'one', CSV);
      const etag = await etagOf('in');
      await objects.write(named('in'), 'two', CSV);

      await expect(objects.read(named('in'), { etag, from: 0, to: 3 })).rejects.toMatchObject(
        refused('changed', /"in" of bucket/),
      );
      expect(await textOf('in', 0, 3)).toBe('two');
    });

    test('An object that is gone is not read', async () => {
      await objects.write(named('in'), 'one', CSV);
      const etag = await etagOf('in');
      await harness.remove(named('in'));

      await expect(objects.read(named('in'), { etag, from: 0, to: 3 })).rejects.toMatchObject(
        refused('changed', /removed/),
      );
      expect(await objects.head(named('in'))).toBeUndefined();
    });

    test('The same write again leaves the same version', async () => {
      await objects.write(named('out'), 'results', CSV);
      const before = await objects.head(named('out'));
      await objects.write(named('out'), 'results', CSV);

      expect(await objects.head(named('out'))).toEqual(before);
    });

    test('Writes at the same time leave the whole of one', async () => {
      const bodies = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(50_000));
      await Promise.all(bodies.map((body) => objects.write(named('out'), body, CSV)));

      expect(bodies).toContain(await textOf('out', 0, 50_000));
    });

    test.each(['a b+c%20&?#.csv', '日本/😀.csv', '/leading//slashes/', '<&">\'.csv', 'x'.repeat(1_024)])(
      'A key may be %j',
      async (key) => {
        await objects.write(named(key), 'text', CSV);

        expect(await textOf(key, 1, 3)).toBe('ex');
        const page = await objects.list({ bucket, prefix: key.slice(0, 2) }, { startAfter: '', limit: 10 });
        expect(page.objects.map((object) => object.key)).toEqual([key]);
      },
    );

    async function writeAll(keys: readonly string[]): Promise<void> {
      await Promise.all(keys.map((key) => objects.write(named(key), key, CSV)));
    }

    async function keysOf(prefix: string, startAfter: string, limit: number) {
      const { objects: listed, hasMore } = await objects.list({ bucket, prefix }, { startAfter, limit });
      return { keys: listed.map(({ key }) => key), hasMore };
    }

    test('A list is in the order of bytes, with size, tag and time of each object', async () => {
      const before = Date.now();
      await writeAll(['b', 'a/2', 'a/10', 'a', 'B', 'é', '\u{1f600}', '￿', 'a/1']);

      const { objects: listed, hasMore } = await objects.list(
        { bucket, prefix: '' },
        { startAfter: '', limit: 1_000 },
      );

      const keys = ['B', 'a', 'a/1', 'a/10', 'a/2', 'b', 'é', '￿', '\u{1f600}'];
      expect(listed.map(({ key }) => key)).toEqual(keys);
      expect(hasMore).toBe(false);
      for (const { key, bytes, etag, lastModified } of listed) {
        expect({ bytes, etag }).toEqual(await objects.head(named(key)));
        expect(Math.abs(lastModified - before)).toBeLessThan(120_000);
      }
    });

    test('A list has the keys of its prefix, page by page', async () => {
      await writeAll(['in', 'in/', 'in/1', 'in/2', 'in/3', 'in/4', 'in0', 'out/1']);

      expect(await keysOf('in/', '', 3)).toEqual({ keys: ['in/', 'in/1', 'in/2'], hasMore: true });
      expect(await keysOf('in/', 'in/2', 2)).toEqual({ keys: ['in/3', 'in/4'], hasMore: false });
      expect(await keysOf('in/', 'in/1', 2)).toEqual({ keys: ['in/2', 'in/3'], hasMore: true });
      expect(await keysOf('in/', 'in/4', 2)).toEqual({ keys: [], hasMore: false });
      expect(await keysOf('none/', '', 2)).toEqual({ keys: [], hasMore: false });
    });

    test('A page may begin behind a key that is not there, or before the prefix', async () => {
      await writeAll(['in/1', 'in/3']);

      expect(await keysOf('in/', 'in/2', 9)).toEqual({ keys: ['in/3'], hasMore: false });
      expect(await keysOf('in/', 'a', 9)).toEqual({ keys: ['in/1', 'in/3'], hasMore: false });
      expect(await keysOf('in/', 'z', 9)).toEqual({ keys: [], hasMore: false });
    });

    test('Whatever is done with a bucket that is not there says so', async () => {
      const missing = { bucket: 'no-such-bucket', key: 'in' };
      const problem = refused('no bucket', /no-such-bucket/);

      await expect(objects.head(missing)).rejects.toMatchObject(problem);
      await expect(objects.write(missing, 'text', CSV)).rejects.toMatchObject(problem);
      await expect(objects.read(missing, { etag: 'e', from: 0, to: 1 })).rejects.toMatchObject(problem);
      await expect(
        objects.list({ bucket: missing.bucket, prefix: '' }, { startAfter: '', limit: 1 }),
      ).rejects.toMatchObject(problem);
    });

    test.each(['', 'x'.repeat(1_025), '値'.repeat(400), 'half \ud83d'])('No key is %j', async (key) => {
      const problem = refused('refused', /is no key of an object/);

      await expect(objects.head(named(key))).rejects.toMatchObject(problem);
      await expect(objects.write(named(key), 'text', CSV)).rejects.toMatchObject(problem);
      await expect(objects.read(named(key), { etag: 'e', from: 0, to: 1 })).rejects.toMatchObject(problem);
    });

    test.each(['', 'ab', 'Upper', '../etc', 'a..b', '127.0.0.1', 'arn:aws:s3:us-east-1:1:accesspoint/x'])(
      'No bucket is %j',
      async (wrong) => {
        const problem = refused('refused', /is no name of a bucket/);
        const place = { bucket: wrong, key: 'in' };

        await expect(objects.head(place)).rejects.toMatchObject(problem);
        await expect(objects.write(place, 'text', CSV)).rejects.toMatchObject(problem);
        await expect(objects.read(place, { etag: 'e', from: 0, to: 1 })).rejects.toMatchObject(problem);
        await expect(
          objects.list({ bucket: wrong, prefix: '' }, { startAfter: '', limit: 1 }),
        ).rejects.toMatchObject(problem);
      },
    );
  });
}
