import { createHash } from 'node:crypto';
import { compareKeys } from '../../adapters/embedded/objects/list-page.ts';
import type { Instant } from '../../interpreter/event.ts';
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
} from '../../ports/objects.ts';

interface KeptObject {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly lastModified: Instant;
}

/** Objects in Maps; every flow may use all of them. */
export class MemoryObjects implements Objects, ObjectPort {
  readonly #now: () => Instant;
  readonly #buckets = new Map<string, Map<string, KeptObject>>();

  constructor(now: () => Instant) {
    this.#now = now;
  }

  createBucket(bucket: string): void {
    if (!this.#buckets.has(bucket)) this.#buckets.set(bucket, new Map());
  }

  /** Creates buckets with objects, by bucket and key. */
  async fill(buckets: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<void> {
    for (const [bucket, texts] of Object.entries(buckets)) {
      this.createBucket(bucket);
      for (const [key, text] of Object.entries(texts)) await this.write({ bucket, key }, text);
    }
  }

  remove({ bucket, key }: ObjectName): void {
    this.#buckets.get(bucket)?.delete(key);
  }

  forFlow(): ObjectPort {
    return this;
  }

  async head(name: ObjectName): Promise<ObjectVersion | undefined> {
    const object = this.#find(name);
    return object && { bytes: object.bytes.length, etag: object.etag };
  }

  async read(name: ObjectName, { etag, from, to }: ObjectRange): Promise<Uint8Array> {
    const object = this.#find(name);
    if (object?.etag !== etag) throw objectChanged(name);
    return object.bytes.slice(from, to);
  }

  async write(name: ObjectName, body: Uint8Array | string): Promise<void> {
    demandObjectName(name);
    const bytes = Uint8Array.from(Buffer.from(body));
    const etag = createHash('md5').update(bytes).digest('hex');
    this.#keysOf(name.bucket).set(name.key, { bytes, etag, lastModified: this.#now() });
  }

  async list({ bucket, prefix }: ObjectPrefix, { startAfter, limit }: ObjectPage) {
    demandBucketName(bucket);
    const keys = [...this.#keysOf(bucket).keys()]
      .filter((key) => key.startsWith(prefix) && compareKeys(key, startAfter) > 0)
      .toSorted(compareKeys);
    const objects = keys.slice(0, limit).map((key) => this.#listed({ bucket, key }));
    return { objects, hasMore: keys.length > limit };
  }

  #listed(name: ObjectName): ListedObject {
    const { bytes, etag, lastModified } = this.#find(name) as KeptObject;
    return { key: name.key, bytes: bytes.length, etag, lastModified };
  }

  #find(name: ObjectName): KeptObject | undefined {
    demandObjectName(name);
    return this.#keysOf(name.bucket).get(name.key);
  }

  #keysOf(bucket: string): Map<string, KeptObject> {
    const keys = this.#buckets.get(bucket);
    if (keys === undefined) throw noSuchBucket(bucket);
    return keys;
  }
}
