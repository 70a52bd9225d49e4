/** What is known of an object beside its bytes. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** What its creator said of it, by names of headers in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Under which its bytes are. */
  readonly content: number;
}

/** An object to be, but for its bytes. */
export interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether what has the key may be replaced; all may when absent. */
  readonly mayReplace?: (before: StoredObject | undefined) => boolean;
}

/** What became of a write. */
export type Put = { readonly object: StoredObject } | { readonly problem: 'no bucket' | 'refused' };

/** An object whose bytes are kept until it is released. */
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
