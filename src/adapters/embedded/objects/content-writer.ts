import { createHash } from 'node:crypto';
import type { GroupCommit } from '../group-commit.ts';
import type { Statements } from '../statements.ts';

/** Bytes of a chunk, all but the last of a blob. */
export const CHUNK_BYTES = 1024 * 1024;

/** A blob that has arrived whole. */
export interface Written {
  readonly blob: number;
  readonly size: number;
  /** In hexadecimal. */
  readonly md5: string;
}

/** Takes the bytes of one blob as they arrive, and holds no more than a chunk of them. */
export class ContentWriter {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  readonly #blob: number;
  readonly #hash = createHash('md5');
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #chunks = 0;
  #size = 0;

  constructor(sql: Statements, commits: GroupCommit, blob: number) {
    this.#sql = sql;
    this.#commits = commits;
    this.#blob = blob;
  }

  /** Bytes that wait to be written. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Resolves when less than a chunk waits to be written. */
  async append(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#size += bytes.length;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    while (this.#heldBytes >= CHUNK_BYTES) await this.#writeChunk();
  }

  async #writeChunk(): Promise<void> {
    const all = Buffer.concat(this.#held);
    const number = this.#chunks;
    this.#chunks += 1;
    this.#held = [all.subarray(CHUNK_BYTES)];
    this.#heldBytes = all.length - CHUNK_BYTES;
    await this.#commits.write(() => this.#insert(number, all.subarray(0, CHUNK_BYTES)));
  }

  /** Ends the blob. `writeRest` writes the held bytes, as part of a transaction. */
  finish(): { readonly written: Written; readonly writeRest: () => void } {
    const rest = Buffer.concat(this.#held);
    const written = { blob: this.#blob, size: this.#size, md5: this.#hash.digest('hex') };
    return { written, writeRest: () => rest.length > 0 && this.#insert(this.#chunks, rest) };
  }

  /** Removes the chunks of a blob that will never be whole. */
  async discard(): Promise<void> {
    this.#held = [];
    if (this.#chunks > 0) {
      await this.#commits.write(() => this.#sql.run('DELETE FROM chunks WHERE blob = ?', this.#blob));
    }
  }

  #insert(number: number, bytes: Uint8Array): void {
    this.#sql.run('INSERT INTO chunks VALUES (?, ?, ?)', this.#blob, number, bytes);
  }
}
