import { createHash } from 'node:crypto';
import type { ContentWriter } from './content-writer.ts';
import type { Piece } from './contents.ts';
import { keyBytes, keyText } from './rows.ts';
import type { ObjectStoreParts } from './store-parts.ts';
import type { HeldObject, NewObject, Put, StoredObject } from './stored-object.ts';

/** An upload in parts that is neither completed nor given up. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedAt: number;
}

/** A part of an upload. */
export interface Part {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly modifiedAt: number;
}

/** A part that a client names when it completes an upload. */
export interface NamedPart {
  readonly number: number;
  readonly etag: string;
}

/** Why an upload cannot be completed. */
export type CompletionProblem = 'no upload' | 'no such part' | 'part too small' | 'no bucket' | 'refused';

/** Smallest part but for the last one, as in S3. */
const LEAST_PART_BYTES = 5 * 1024 * 1024;

interface PartRow extends Part {
  readonly content: number;
}

/** Uploads in parts of one database. */
export class Uploads {
  readonly #parts: ObjectStoreParts;
  readonly #put: (object: NewObject, pieces: readonly Piece[], etag: string) => Put;

  constructor(
    parts: ObjectStoreParts,
    put: (object: NewObject, pieces: readonly Piece[], etag: string) => Put,
  ) {
    this.#parts = parts;
    this.#put = put;
  }

  /** @returns the id of the upload; undefined when there is no such bucket. */
  async begin({ bucket, key, headers }: NewObject): Promise<string | undefined> {
    const { sql, commits, clock, ids } = this.#parts;
    const id = ids.secret();
    return await commits.write(() => {
      if (sql.get('SELECT 1 FROM buckets WHERE name = ?', bucket) === undefined) return undefined;
      const values = [id, bucket, keyBytes(key), clock.now(), JSON.stringify(headers)];
      sql.run('INSERT INTO uploads VALUES (?, ?, ?, ?, ?)', ...values);
      return id;
    });
  }

  async isOpen(bucket: string, key: string, id: string): Promise<boolean> {
    return await this.#parts.commits.read(() => this.#headersOf(bucket, key, id) !== undefined);
  }

  /** Keeps bytes that have arrived as a part, in the place of one of its number. @returns undefined when there is no such upload. */
  async putPart(upload: UploadName, number: number, writer: ContentWriter): Promise<Part | undefined> {
    const { written, writeRest } = writer.finish();
    const { blob, size, md5 } = written;
    const part = await this.#parts.commits.write(() => {
      const kept = this.#keepPart(upload, number, size === 0 ? [] : [{ blob, skip: 0, size }], md5);
      if (kept !== undefined) writeRest();
      return kept;
    });
    if (part === undefined) await writer.discard();
    return part;
  }

  /** Keeps a range of an object, which is held, as a part. @returns undefined when there is no such upload. */
  async copyPart(
    upload: UploadName,
    number: number,
    source: HeldObject,
    range: { readonly from: number; readonly to: number },
  ): Promise<Part | undefined> {
    const { commits, contents } = this.#parts;
    const hash = createHash('md5');
    for await (const bytes of source.read(range.from, range.to)) hash.update(bytes);
    const etag = hash.digest('hex');
    return await commits.write(() => {
      const pieces = contents.piecesIn(source.object.content, range.from, range.to);
      return this.#keepPart(upload, number, pieces, etag);
    });
  }

  /** Makes an object of parts, in the order of their numbers, and ends the upload. */
  async complete(
    { bucket, key, id }: UploadName,
    named: readonly NamedPart[],
    mayReplace?: NewObject['mayReplace'],
  ): Promise<{ readonly object: StoredObject } | { readonly problem: CompletionProblem }> {
    const { commits, contents } = this.#parts;
    return await commits.write(() => {
      const headers = this.#headersOf(bucket, key, id);
      if (headers === undefined) return { problem: 'no upload' } as const;
      const all = new Map(this.#rowsOf(id).map((row) => [row.number, row]));
      const chosen: PartRow[] = [];
      for (const { number, etag } of named) {
        const part = all.get(number);
        if (part === undefined || part.etag !== etag) return { problem: 'no such part' } as const;
        chosen.push(part);
      }
      if (chosen.slice(0, -1).some(({ size }) => size < LEAST_PART_BYTES)) {
        return { problem: 'part too small' } as const;
      }
      const pieces = chosen.flatMap(({ content }) => contents.piecesOf(content));
      const object = { bucket, key, headers, ...(mayReplace !== undefined && { mayReplace }) };
      const put = this.#put(object, pieces, etagOf(chosen));
      if ('object' in put) this.#end(id);
      return put;
    });
  }

  /** Gives an upload up. @returns false when there is none. */
  async abort({ bucket, key, id }: UploadName): Promise<boolean> {
    return await this.#parts.commits.write(() => {
      if (this.#headersOf(bucket, key, id) === undefined) return false;
      this.#end(id);
      return true;
    });
  }

  /** Parts behind a number, in order. */
  async listParts(id: string, after: number, limit: number): Promise<readonly Part[]> {
    return await this.#parts.commits.read(() =>
      this.#rowsOf(id)
        .filter(({ number }) => number > after)
        .slice(0, limit),
    );
  }

  /** All uploads of a bucket whose keys begin so, in the order of keys and ids. */
  async list(bucket: string, prefix: string): Promise<readonly Upload[]> {
    const query = 'SELECT id, key, started_at AS startedAt FROM uploads WHERE bucket = ? ORDER BY key, id';
    type Row = Omit<Upload, 'key'> & { readonly key: Uint8Array };
    const rows = await this.#parts.commits.read(() => this.#parts.sql.all<Row>(query, bucket));
    const uploads = rows.map(({ id, key, startedAt }) => ({ id, key: keyText(key), startedAt }));
    return uploads.filter(({ key }) => key.startsWith(prefix));
  }

  #keepPart(
    { bucket, key, id }: UploadName,
    number: number,
    pieces: readonly Piece[],
    etag: string,
  ): Part | undefined {
    const { sql, contents, clock } = this.#parts;
    if (this.#headersOf(bucket, key, id) === undefined) return undefined;
    const query = 'SELECT content FROM parts WHERE upload = ? AND number = ?';
    const before = sql.get<Pick<PartRow, 'content'>>(query, id, number);
    const content = contents.create(pieces);
    const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
    const modifiedAt = clock.now();
    sql.run(
      'INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?)',
      id,
      number,
      content,
      size,
      etag,
      modifiedAt,
    );
    if (before !== undefined) contents.remove(before.content);
    return { number, size, etag, modifiedAt };
  }

  #end(id: string): void {
    const { sql, contents } = this.#parts;
    const rows = this.#rowsOf(id);
    sql.run('DELETE FROM parts WHERE upload = ?', id);
    sql.run('DELETE FROM uploads WHERE id = ?', id);
    for (const { content } of rows) contents.remove(content);
  }

  #rowsOf(id: string): readonly PartRow[] {
    const query =
      'SELECT number, size, etag, modified_at AS modifiedAt, content FROM parts WHERE upload = ? ORDER BY number';
    return this.#parts.sql.all<PartRow>(query, id);
  }

  #headersOf(bucket: string, key: string, id: string): Readonly<Record<string, string>> | undefined {
    const query = 'SELECT headers FROM uploads WHERE id = ? AND bucket = ? AND key = ?';
    const row = this.#parts.sql.get<{ readonly headers: string }>(query, id, bucket, keyBytes(key));
    return row && JSON.parse(row.headers);
  }
}

/** Which upload is meant. */
export interface UploadName {
  readonly bucket: string;
  readonly key: string;
  readonly id: string;
}

/** The entity tag of an object that came in parts: the MD5 of theirs, and how many they are. */
function etagOf(parts: readonly PartRow[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(Buffer.from(etag, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}
