import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BlobHolder, BlobStore } from '../../src/ports/blob-store.ts';
import type { BlobRef } from '../../src/ports/kept-text.ts';
import { incompressibleText, START } from './execution-fixtures.ts';

/** A store of large texts. */
export interface BlobStoreHarness {
  readonly store: BlobStore;
  dispose(): Promise<void>;
}

const HOLDER: BlobHolder = { id: { flowId: 'flow-1', name: 'run' }, owner: 'message-1' };
const YEAR_MS = 366 * 86_400_000;

/** The reference of a text, as the engine makes it. */
export function refOf(text: string): BlobRef {
  return { blob: createHash('sha256').update(text).digest('base64url'), bytes: Buffer.byteLength(text) };
}

/** The promises of the port that every store of large texts keeps. */
export function blobStoreSuite(name: string, open: () => Promise<BlobStoreHarness>): void {
  describe(`blob store: ${name}`, () => {
    let harness: BlobStoreHarness;
    let store: BlobStore;

    beforeEach(async () => {
      harness = await open();
      store = harness.store;
    });
    afterEach(() => harness.dispose());

    test.each([
      ['empty', ''],
      ['of all sorts of characters', `{ "__proto__": 1,\n"ключ": "値 😀 \\u0000 \\ud800" }${' '.repeat(3)}`],
      ['that compresses well', 'x'.repeat(200_000)],
      ['of six megabytes', incompressibleText(6 * 1024 * 1024, 1)],
    ])('A text %s comes back as it was', async (_, text) => {
      await store.put(HOLDER, refOf(text), text, START + 60_000);

      expect((await store.get(HOLDER, refOf(text))) === text).toBe(true);
    });

    test('What was never put is undefined', async () => {
      expect(await store.get(HOLDER, refOf('text'))).toBeUndefined();
    });

    test('A text that is there stays, also when many put it at the same time', async () => {
      await Promise.all(Array.from({ length: 20 }, () => store.put(HOLDER, refOf('text'), 'text')));
      await store.put(HOLDER, refOf('text'), 'another');

      expect(await store.get(HOLDER, refOf('text'))).toBe('text');
    });

    test.each<[string, BlobHolder]>([
      ['another execution', { ...HOLDER, id: { flowId: 'flow-1', name: 'run-2' } }],
      ['an execution of another flow', { ...HOLDER, id: { flowId: 'flow-2', name: 'run' } }],
      ['a later execution of the same name', { ...HOLDER, owner: 'message-2' }],
    ])('A text is not shared with %s', async (_, other) => {
      await store.put(HOLDER, refOf('text'), 'text');

      expect(await store.get(other, refOf('text'))).toBeUndefined();
    });

    test('Texts that are to be kept longer stay as they were', async () => {
      const texts = ['a', 'b', 'c'];
      for (const text of texts) await store.put(HOLDER, refOf(text), text, START + 60_000);

      await store.keep(HOLDER, START + YEAR_MS);
      await store.keep(HOLDER, START + YEAR_MS);

      expect(await Promise.all(texts.map((text) => store.get(HOLDER, refOf(text))))).toEqual(texts);
    });

    test('Keeping the texts of an execution that has none changes nothing', async () => {
      await store.keep(HOLDER, START + YEAR_MS);

      expect(await store.get(HOLDER, refOf('text'))).toBeUndefined();
    });
  });
}
