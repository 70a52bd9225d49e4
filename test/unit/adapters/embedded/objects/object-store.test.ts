import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmbeddedObjectStore } from '../../../../../src/adapters/embedded/objects/object-store.ts';
import {
  type EmbeddedObjects,
  openObjects,
} from '../../../../../src/adapters/embedded/objects/open-objects.ts';
import { randomIds, systemClock } from '../../../../../src/adapters/system.ts';

const CHUNK = 1024 * 1024;
const PARTS = { clock: systemClock, ids: randomIds };
let folder: string;
let kept: EmbeddedObjects;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-object-store-'));
  kept = await openObjects({ folder }, PARTS);
  await kept.objects.createBucket('b');
});
afterEach(async () => {
  await kept.close();
  rmSync(folder, { recursive: true });
});

async function put(objects: EmbeddedObjectStore, key: string, bytes: Uint8Array): Promise<void> {
  const writer = objects.write();
  await writer.append(bytes);
  await objects.put({ bucket: 'b', key, headers: {} }, writer);
}

async function read(objects: EmbeddedObjectStore, key: string): Promise<Buffer | undefined> {
  const held = await objects.open('b', key);
  if (held === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const bytes of held.read(0, held.object.size)) chunks.push(bytes);
  held.release();
  return Buffer.concat(chunks);
}

/** Chunks in the database, and opens it again as a new process would. */
async function reopenedChunks(): Promise<number> {
  await kept.close();
  const database = new DatabaseSync(join(folder, 'objects.sqlite'));
  const row = database.prepare('SELECT count(*) AS count FROM chunks').get();
  database.close();
  kept = await openObjects({ folder }, PARTS);
  return Number(row?.['count']);
}

test('what is put is there after a restart, byte by byte', async () => {
  const bytes = Buffer.alloc(2 * CHUNK + 5, 'ab');
  await put(kept.objects, 'large', bytes);
  await put(kept.objects, 'empty', Buffer.alloc(0));
  expect(await reopenedChunks()).toBe(3);
  expect((await read(kept.objects, 'large'))?.equals(bytes)).toBe(true);
  await put(kept.objects, 'next', Buffer.from('next'));
  await kept.objects.delete('b', ['empty']);
  expect((await read(kept.objects, 'next'))?.toString()).toBe('next');
});

test('bytes are removed with the last object that has them', async () => {
  await put(kept.objects, 'one', Buffer.alloc(CHUNK + 1));
  const source = await kept.objects.open('b', 'one');
  if (source === undefined) throw new Error('it was put');
  await kept.objects.copy({ bucket: 'b', key: 'two', headers: {} }, source.object);
  source.release();
  await kept.objects.delete('b', ['one']);
  expect(await reopenedChunks()).toBe(2);
  await put(kept.objects, 'two', Buffer.from('small'));
  expect(await reopenedChunks()).toBe(1);
  await kept.objects.delete('b', ['two', 'never there']);
  expect(await reopenedChunks()).toBe(0);
});

test('bytes under a reader are removed when they have been read', async () => {
  await put(kept.objects, 'one', Buffer.from('first'));
  const held = await kept.objects.open('b', 'one');
  await kept.objects.delete('b', ['one']);
  const first = await held?.read(0, 5)[Symbol.asyncIterator]().next();
  expect(Buffer.from(first?.value ?? []).toString()).toBe('first');
  held?.release();
  expect(await reopenedChunks()).toBe(0);
});

test('what a process left behind that ended while it wrote is removed with the next start', async () => {
  await kept.objects.write().append(Buffer.alloc(3 * CHUNK));
  expect(await reopenedChunks()).toBe(3);
  expect(await reopenedChunks()).toBe(0);
});

test('an upload that is given up, and parts that are not chosen, take no room', async () => {
  const begin = async (key: string) => {
    const id = (await kept.objects.uploads.begin({ bucket: 'b', key, headers: {} })) ?? '';
    return { bucket: 'b', key, id };
  };
  const part = async (upload: Awaited<ReturnType<typeof begin>>, number: number) => {
    const writer = kept.objects.write();
    await writer.append(Buffer.from(`part ${number}`));
    return (await kept.objects.uploads.putPart(upload, number, writer))?.etag ?? '';
  };
  const [aborted, completed] = [await begin('aborted'), await begin('completed')];
  await part(aborted, 1);
  await part(completed, 1);
  const etag = await part(completed, 2);
  expect(await reopenedChunks()).toBe(3);
  await kept.objects.uploads.abort(aborted);
  await kept.objects.uploads.complete(completed, [{ number: 2, etag }]);
  expect(await reopenedChunks()).toBe(1);
  expect((await read(kept.objects, 'completed'))?.toString()).toBe('part 2');
});
