import type { ContentWriter } from './content-writer.ts';
import type { Piece } from './contents.ts';
import { type KeyPlace, type ListPage, type ListRequest, listPage } from './list-page.ts';
import { keyBytes, OBJECT_COLUMNS, type ObjectRow, readObjectRow } from './rows.ts';
import type { ObjectStoreParts } from './store-parts.ts';
import type { Bucket, HeldObject, NewObject, Put, StoredObject } from './stored-object.ts';
import { Uploads } from './uploads.ts';

/** Keys that are looked at in one go. */
const READ_AHEAD = 250;

/** Buckets and objects of one database. A write resolves once it is on disk. */
export class EmbeddedObjectStore {
  readonly uploads: Uploads;
  readonly #parts: ObjectStoreParts;

  constructor(parts: ObjectStoreParts) {
    this.#parts = parts;
    this.uploads = new Uploads(parts, (object, pieces, etag) => this.#put(object, pieces, etag));
  }

  /** Creates a bucket, and leaves an existing one as it is. */
  async createBucket(name: string): Promise<void> {
    const { sql, commits, clock } = this.#parts;
    await commits.write(() =>
      sql.run('INSERT INTO buckets VALUES (?, ?) ON CONFLICT DO NOTHING', name, clock.now()),
    );
  }

  /** Removes a bucket that has neither objects nor uploads. */
  async deleteBucket(name: string): Promise<'deleted' | 'no bucket' | 'not empty'> {
    const { sql, commits } = this.#parts;
    return await commits.write(() => {
      if (!this.#hasBucket(name)) return 'no bucket';
      for (const table of ['objects', 'uploads']) {
        if (sql.get(`SELECT 1 FROM ${table} WHERE bucket = ? LIMIT 1`, name) !== undefined)
          return 'not empty';
      }
      sql.run('DELETE FROM buckets WHERE name = ?', name);
      return 'deleted';
    });
  }

  async hasBucket(name: string): Promise<boolean> {
    return await this.#parts.commits.read(() => this.#hasBucket(name));
  }

  /** In the order of their names. */
  async listBuckets(): Promise<readonly Bucket[]> {
    const query = 'SELECT name, created_at AS createdAt FROM buckets ORDER BY name';
    return await this.#parts.commits.read(() => this.#parts.sql.all<Bucket>(query));
  }

  /** A page of a bucket's objects. */
  async list(bucket: string, request: ListRequest): Promise<ListPage<StoredObject>> {
    return await this.#parts.commits.read(() => listPage((from) => this.#objectsFrom(bucket, from), request));
  }

  /** @returns undefined when there is no such object. */
  async find(bucket: string, key: string): Promise<StoredObject | undefined> {
    return await this.#parts.commits.read(() => this.#find(bucket, key));
  }

  /** Opens an object for a reader. @returns undefined when there is none. */
  async open(bucket: string, key: string): Promise<HeldObject | undefined> {
    const { commits, contents } = this.#parts;
    return await commits.read(() => {
      const object = this.#find(bucket, key);
      if (object === undefined) return undefined;
      const release = contents.hold(object.content);
      return { object, release, read: (from, to) => contents.read(object.content, from, to) };
    });
  }

  /** Begins to write bytes, of an object or of a part. */
  write(): ContentWriter {
    return this.#parts.contents.open();
  }

  /** Makes an object of bytes that have arrived whole. */
  async put(object: NewObject, writer: ContentWriter): Promise<Put> {
    const { written, writeRest } = writer.finish();
    const { blob, size, md5 } = written;
    const put = await this.#parts.commits.write(() => {
      const done = this.#put(object, size === 0 ? [] : [{ blob, skip: 0, size }], md5);
      if ('object' in done) writeRest();
      return done;
    });
    if ('problem' in put) await writer.discard();
    return put;
  }

  /** Makes an object with the bytes of another one, which is held. */
  async copy(object: NewObject, source: StoredObject): Promise<Put> {
    const { commits, contents } = this.#parts;
    return await commits.write(() => this.#put(object, contents.piecesOf(source.content), source.etag));
  }

  /** Removes objects; missing ones count as removed. */
  async delete(bucket: string, keys: readonly string[]): Promise<void> {
    const { sql, commits, contents } = this.#parts;
    await commits.write(() => {
      for (const key of keys) {
        const before = this.#find(bucket, key);
        if (before === undefined) continue;
        sql.run('DELETE FROM objects WHERE bucket = ? AND key = ?', bucket, keyBytes(key));
        contents.remove(before.content);
      }
    });
  }

  #put({ bucket, key, headers, mayReplace }: NewObject, pieces: readonly Piece[], etag: string): Put {
    const { sql, contents, clock } = this.#parts;
    if (!this.#hasBucket(bucket)) return { problem: 'no bucket' };
    const before = this.#find(bucket, key);
    if (mayReplace?.(before) === false) return { problem: 'refused' };
    const content = contents.create(pieces);
    const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
    const modifiedAt = clock.now();
    sql.run(
      `INSERT OR REPLACE INTO objects (bucket, ${OBJECT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      bucket,
      keyBytes(key),
      content,
      size,
      etag,
      modifiedAt,
      JSON.stringify(headers),
    );
    if (before !== undefined) contents.remove(before.content);
    return { object: { key, size, etag, modifiedAt, headers, content } };
  }

  #hasBucket(name: string): boolean {
    return this.#parts.sql.get('SELECT 1 FROM buckets WHERE name = ?', name) !== undefined;
  }

  #find(bucket: string, key: string): StoredObject | undefined {
    const query = `SELECT ${OBJECT_COLUMNS} FROM objects WHERE bucket = ? AND key = ?`;
    const row = this.#parts.sql.get<ObjectRow>(query, bucket, keyBytes(key));
    return row && readObjectRow(row);
  }

  *#objectsFrom(bucket: string, from: KeyPlace): Generator<StoredObject> {
    let place: KeyPlace | undefined = from;
    while (place !== undefined) {
      const { key, isIncluded }: KeyPlace = place;
      const query = `SELECT ${OBJECT_COLUMNS} FROM objects WHERE bucket = ? AND key ${isIncluded ? '>=' : '>'} ? ORDER BY key LIMIT ${READ_AHEAD}`;
      const rows: readonly ObjectRow[] = this.#parts.sql.all<ObjectRow>(query, bucket, key);
      for (const row of rows) yield readObjectRow(row);
      const last = rows[READ_AHEAD - 1];
      place = last && { key: last.key, isIncluded: false };
    }
  }
}
