import type { BlobHolder, BlobStore } from '../../ports/blob-store.ts';
import type { BlobRef } from '../../ports/kept-text.ts';

/** Large texts in a Map. */
export class MemoryBlobStore implements BlobStore {
  readonly #texts = new Map<string, string>();
  /** Texts that were written, repeats not counted. */
  get size(): number {
    return this.#texts.size;
  }

  async put(holder: BlobHolder, ref: BlobRef, text: string): Promise<void> {
    const key = keyOf(holder, ref);
    if (!this.#texts.has(key)) this.#texts.set(key, text);
  }

  async get(holder: BlobHolder, ref: BlobRef): Promise<string | undefined> {
    return this.#texts.get(keyOf(holder, ref));
  }

  async keep(): Promise<void> {}
}

function keyOf({ id, owner }: BlobHolder, { blob }: BlobRef): string {
  return `${id.flowId}/${id.name}/${owner}/${blob}`;
}
