import type { GroupCommit } from '../group-commit.ts';
import type { Statements } from '../statements.ts';
import { CHUNK_BYTES, ContentWriter } from './content-writer.ts';

/** A part of a blob, whose bytes never change. */
export interface Piece {
  readonly blob: number;
  readonly skip: number;
  readonly size: number;
}

/** The content without a byte. */
const NOTHING = 0;

/** The bytes of objects and of parts: written as they arrive, read as they are wanted, removed when nothing has them. */
export class Contents {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  #latestBlob: number;
  #latestContent: number;
  /** Contents that are being read, and by how many. */
  readonly #readers = new Map<number, number>();
  /** Contents that nothing has any more, which somebody still reads. */
  readonly #doomed = new Set<number>();

  constructor(sql: Statements, commits: GroupCommit) {
    this.#sql = sql;
    this.#commits = commits;
    this.#latestBlob = latest(sql, 'SELECT max(blob) AS id FROM chunks');
    this.#latestContent = latest(sql, 'SELECT max(content) AS id FROM pieces');
  }

  /** Begins to write bytes that nothing has yet. */
  open(): ContentWriter {
    this.#latestBlob += 1;
    return new ContentWriter(this.#sql, this.#commits, this.#latestBlob);
  }

  /** Makes a content of pieces; part of a transaction. All that have no byte are one. */
  create(pieces: readonly Piece[]): number {
    if (pieces.length === 0) return NOTHING;
    this.#latestContent += 1;
    const content = this.#latestContent;
    for (const [position, { blob, skip, size }] of pieces.entries()) {
      this.#sql.run('INSERT INTO pieces VALUES (?, ?, ?, ?, ?)', content, position, blob, skip, size);
    }
    return content;
  }

  piecesOf(content: number): readonly Piece[] {
    return this.#sql.all('SELECT blob, skip, size FROM pieces WHERE content = ? ORDER BY position', content);
  }

  /** The pieces of a range of a content, `to` excluded. */
  piecesIn(content: number, from: number, to: number): readonly Piece[] {
    const found: Piece[] = [];
    let at = 0;
    for (const { blob, skip, size } of this.piecesOf(content)) {
      const [begin, end] = [Math.max(from - at, 0), Math.min(to - at, size)];
      if (begin < end) found.push({ blob, skip: skip + begin, size: end - begin });
      at += size;
    }
    return found;
  }

  /** Removes a content that nothing has any more, at the latest when nobody reads it; part of a transaction. */
  remove(content: number): void {
    if (this.#readers.has(content)) {
      this.#doomed.add(content);
      return;
    }
    const blobs = new Set(this.piecesOf(content).map(({ blob }) => blob));
    this.#sql.run('DELETE FROM pieces WHERE content = ?', content);
    for (const blob of blobs) {
      const isUsed = this.#sql.get('SELECT 1 FROM pieces WHERE blob = ? LIMIT 1', blob) !== undefined;
      if (!isUsed) this.#sql.run('DELETE FROM chunks WHERE blob = ?', blob);
    }
  }

  /** Keeps a content until the function that is answered is called, whatever becomes of its object. */
  hold(content: number): () => void {
    this.#readers.set(content, (this.#readers.get(content) ?? 0) + 1);
    return () => this.#release(content);
  }

  #release(content: number): void {
    const readers = (this.#readers.get(content) ?? 1) - 1;
    if (readers > 0) {
      this.#readers.set(content, readers);
      return;
    }
    this.#readers.delete(content);
    // What cannot be removed now is removed when the database is opened again.
    if (this.#doomed.delete(content)) this.#commits.write(() => this.remove(content)).catch(() => {});
  }

  /** The bytes of a range of a content that is held, `to` excluded. */
  async *read(content: number, from: number, to: number): AsyncGenerator<Uint8Array> {
    for (const { blob, skip, size } of this.piecesIn(content, from, to)) {
      for (let at = skip; at < skip + size; ) {
        const [number, offset] = [Math.floor(at / CHUNK_BYTES), at % CHUNK_BYTES];
        const length = Math.min(CHUNK_BYTES - offset, skip + size - at);
        const query = 'SELECT substr(bytes, ?, ?) AS bytes FROM chunks WHERE blob = ? AND number = ?';
        const row = await this.#commits.read(() =>
          this.#sql.get<{ readonly bytes: Uint8Array }>(query, offset + 1, length, blob, number),
        );
        if (row?.bytes.length !== length) throw new Error(`Chunk ${number} of blob ${blob} is not whole`);
        yield row.bytes;
        at += length;
      }
    }
  }

  /** Removes what a process left behind that ended while it wrote or while somebody read. */
  sweep(): void {
    this.#sql.run(
      'DELETE FROM pieces WHERE content NOT IN (SELECT content FROM objects UNION SELECT content FROM parts)',
    );
    this.#sql.run('DELETE FROM chunks WHERE blob NOT IN (SELECT blob FROM pieces)');
  }
}

function latest(sql: Statements, query: string): number {
  return sql.get<{ readonly id: number | null }>(query)?.id ?? 0;
}
