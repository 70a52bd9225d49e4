import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEEP_CLASSES, keepClass } from '../../../src/adapters/aws/blobs/keep-classes.ts';
import { ObjectClient } from '../../../src/adapters/aws/blobs/object-client.ts';
import { S3BlobStore } from '../../../src/adapters/aws/blobs/s3-blob-store.ts';
import { MAX_TIMEOUT_SECONDS } from '../../../src/limits.ts';
import { createVirtualClock } from '../../../src/testing/memory/virtual-clock.ts';
import { blobStoreSuite, refOf } from '../../conformance/blob-store.suite.ts';
import { START } from '../../conformance/execution-fixtures.ts';
import { TEST_ACCOUNT } from '../emulated/dynamodb.ts';
import { ObjectEmulator } from '../emulated/objects.ts';

const HOLDER = { id: { flowId: 'flow-1', name: 'run' }, owner: 'message-1' };
const DAY_MS = 86_400_000;

const emulator = new ObjectEmulator();
let client: ObjectClient;

beforeAll(async () => {
  client = new ObjectClient({ ...TEST_ACCOUNT, endpoint: await emulator.open() });
});
afterAll(async () => {
  await emulator.close();
});

function openStore(bucket: string) {
  const clock = createVirtualClock(START);
  return { clock, store: new S3BlobStore({ openClient: async () => client, bucket, clock }) };
}

blobStoreSuite('S3', async () => ({
  store: openStore(`bucket-${Math.random()}`).store,
  dispose: async () => {},
}));

test('A tag says for how many days an object is needed, and keeping it longer writes that anew', async () => {
  const { clock, store } = openStore('tags');
  const days = () =>
    [...emulator.objects].flatMap(([key, { tags }]) =>
      key.startsWith('tags/') ? [tags.get('fdl-days')] : [],
    );

  await store.put(HOLDER, refOf('short'), 'short', START + 60_000);
  await store.put(HOLDER, refOf('long'), 'long');
  expect(days()).toEqual(['2', '366']);

  await clock.advanceBy(30 * DAY_MS);
  await store.keep(HOLDER, clock.now() + 20 * DAY_MS);
  expect(days()).toEqual(['32', '32']);
});

test('More objects than a page of the list are kept longer', async () => {
  const { store } = openStore('many');
  const texts = Array.from({ length: 120 }, (_, index) => `text ${index}`);
  for (const text of texts) await store.put(HOLDER, refOf(text), text, START);

  await store.keep(HOLDER, START + 5 * DAY_MS);

  const kept = [...emulator.objects].filter(([key]) => key.startsWith('many/'));
  expect(kept.filter(([, { tags }]) => tags.get('fdl-days') === '8')).toHaveLength(120);
});

test('Every life of an execution has a class that covers it', () => {
  for (let days = 0; days <= MAX_TIMEOUT_SECONDS / 86_400; days += 0.5) {
    expect(keepClass(START, START + days * DAY_MS)).toBeGreaterThanOrEqual(days + 1);
  }
  expect(keepClass(START)).toBe(KEEP_CLASSES.at(-1));
});
