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

/** The bytes of objects and of parts. They are written while they arrive and removed with the last content that uses them. */
export class Contents {
  readonly #sql: Statements;
  readonly #commits: GroupCommit;
  #latestBlob: number;
  #latestContent: number;
  /** Number of readers by content. */
  readonly #readers = new Map<number, number>();
  /** Contents without an object or part, which have readers still. */
  readonly #doomed = new Set<number>();

  constructor(sql: Statements, commits: GroupCommit) {
    this.#sql = sql;
    this.#commits = commits;
    this.#latestBlob = latest(sql, 'SELECT max(blob) AS id FROM chunks');
    this.#latestContent = latest(sql, 'SELECT max(content) AS id FROM pieces');
  }

  /** Begins a new blob. */
  open(): ContentWriter {
    this.#latestBlob += 1;
    return new ContentWriter(this.#sql, this.#commits, this.#latestBlob);
  }

  /** Makes a content of pieces; part of a transaction. All empty contents are one. */
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

  /** Removes a content without an object or part, after its last reader has ended; part of a transaction. */
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

  /** Keeps a content, whatever becomes of its object, until the caller calls the returned function. */
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
    // The next start removes it if this fails.
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

  /** Removes contents and blobs that a process left behind which ended during a write or a read. */
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
