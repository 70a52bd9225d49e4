/** The record of an object, without its bytes. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Headers that its creator sent, by names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Number of the content that holds its bytes. */
  readonly content: number;
}

/** An object that a request creates, without its bytes. */
export interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** True when the object of this key may be replaced; absent when every object may. */
  readonly mayReplace?: (before: StoredObject | undefined) => boolean;
}

/** Outcome of a write. */
export type Put = { readonly object: StoredObject } | { readonly problem: 'no bucket' | 'refused' };

/** An object whose bytes stay until its reader releases it. */
export interface HeldObject {
  readonly object: StoredObject;
  /** The bytes of a range, `to` excluded. */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
  release(): void;
}

/** A bucket. */
export interface Bucket {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
