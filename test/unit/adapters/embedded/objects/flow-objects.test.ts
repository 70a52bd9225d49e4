import { afterEach, beforeEach, expect, test } from 'vitest';
import { FlowObjects } from '../../../../../src/adapters/embedded/objects/flow-objects.ts';
import {
  type EmbeddedObjects,
  openObjects,
} from '../../../../../src/adapters/embedded/objects/open-objects.ts';
import { randomIds, systemClock } from '../../../../../src/adapters/system.ts';

let kept: EmbeddedObjects;

beforeEach(async () => {
  kept = await openObjects('memory', { clock: systemClock, ids: randomIds });
  await kept.objects.createBucket('bucket');
});
afterEach(() => kept.close());

test('The starter of flows hears of an object before the flow that wrote it goes on', async () => {
  const heard: string[] = [];
  const objects = new FlowObjects(kept.objects, async (bucket, { key, size }) => {
    await new Promise((resolve) => setImmediate(resolve));
    heard.push(`${bucket}/${key} of ${size} bytes`);
  });

  await objects.write({ bucket: 'bucket', key: 'out' }, 'results', 'text/plain');

  expect(heard).toEqual(['bucket/out of 7 bytes']);
});

test('A write whose start is not on disk fails, and its repeat is heard of', async () => {
  let isFull = true;
  const heard: string[] = [];
  const objects = new FlowObjects(kept.objects, async (_, { key }) => {
    if (isFull) throw new Error('the disk is full');
    heard.push(key);
  });
  const write = () => objects.write({ bucket: 'bucket', key: 'out' }, 'results', 'text/plain');

  await expect(write()).rejects.toThrow('the disk is full');
  isFull = false;
  await write();

  expect(heard).toEqual(['out']);
});

test('An object that a flow has written has its type and the tag that the server tells others', async () => {
  const objects = new FlowObjects(kept.objects, async () => {});

  await objects.write({ bucket: 'bucket', key: 'out' }, 'results', 'application/jsonl');

  const stored = await kept.objects.find('bucket', 'out');
  expect(stored?.headers).toEqual({ 'content-type': 'application/jsonl' });
  expect(await objects.head({ bucket: 'bucket', key: 'out' })).toEqual({ bytes: 7, etag: stored?.etag });
});

test('Reading goes on with the version that it began with while another takes its place', async () => {
  const objects = new FlowObjects(kept.objects, async () => {});
  const name = { bucket: 'bucket', key: 'in' };
  await objects.write(name, Buffer.alloc(3_000_000, 'a'), 'text/plain');
  const { bytes = 0, etag = '' } = (await objects.head(name)) ?? {};

  const reading = objects.read(name, { etag, from: 0, to: bytes });
  await objects.write(name, 'b', 'text/plain');

  const read = await reading;
  expect(read.length).toBe(bytes);
  expect(Buffer.from(read).includes('b')).toBe(false);
});
