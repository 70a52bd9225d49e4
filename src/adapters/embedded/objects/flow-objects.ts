import {
  demandBucketName,
  demandObjectName,
  type ListedObject,
  noSuchBucket,
  type ObjectName,
  type ObjectPage,
  type ObjectPort,
  type ObjectPrefix,
  type ObjectRange,
  type Objects,
  type ObjectVersion,
  objectChanged,
} from '../../../ports/objects.ts';
import { CHUNK_BYTES } from './content-writer.ts';
import type { EmbeddedObjectStore } from './object-store.ts';
import type { StoredObject } from './stored-object.ts';

/** Hears of every object that a flow writes, before the flow goes on. */
export type OnWritten = (bucket: string, object: StoredObject) => Promise<void>;

/** The buckets and objects of the server. Every flow may use all of them: roles are only kept here. */
export class FlowObjects implements Objects, ObjectPort {
  readonly #store: EmbeddedObjectStore;
  readonly #onWritten: OnWritten;

  constructor(store: EmbeddedObjectStore, onWritten: OnWritten) {
    this.#store = store;
    this.#onWritten = onWritten;
  }

  forFlow(): ObjectPort {
    return this;
  }

  async head(name: ObjectName): Promise<ObjectVersion | undefined> {
    demandObjectName(name);
    const { bucket, key } = name;
    const object = await this.#store.find(bucket, key);
    if (object !== undefined) return { bytes: object.size, etag: object.etag };
    await this.#demandBucket(bucket);
    return undefined;
  }

  async read(name: ObjectName, { etag, from, to }: ObjectRange): Promise<Uint8Array> {
    demandObjectName(name);
    const { bucket, key } = name;
    const held = await this.#store.open(bucket, key);
    if (held === undefined) await this.#demandBucket(bucket);
    try {
      if (held?.object.etag !== etag) throw objectChanged(name);
      const pieces: Uint8Array[] = [];
      for await (const piece of held.read(from, to)) pieces.push(piece);
      return Buffer.concat(pieces);
    } finally {
      held?.release();
    }
  }

  async write(name: ObjectName, body: Uint8Array | string, contentType: string): Promise<void> {
    demandObjectName(name);
    const { bucket } = name;
    const bytes = Buffer.from(body);
    const writer = this.#store.write();
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      await writer.append(bytes.subarray(at, at + CHUNK_BYTES));
    }
    const put = await this.#store.put({ ...name, headers: { 'content-type': contentType } }, writer);
    if ('problem' in put) throw noSuchBucket(bucket);
    await this.#onWritten(bucket, put.object);
  }

  async list({ bucket, prefix }: ObjectPrefix, { startAfter: after, limit: maxKeys }: ObjectPage) {
    demandBucketName(bucket);
    await this.#demandBucket(bucket);
    const { objects, last } = await this.#store.list(bucket, { prefix, delimiter: '', maxKeys, after });
    return { objects: objects.map(listed), hasMore: last !== undefined };
  }

  async #demandBucket(bucket: string): Promise<void> {
    if (!(await this.#store.hasBucket(bucket))) throw noSuchBucket(bucket);
  }
}

function listed({ key, size: bytes, etag, modifiedAt: lastModified }: StoredObject): ListedObject {
  return { key, bytes, etag, lastModified };
}
