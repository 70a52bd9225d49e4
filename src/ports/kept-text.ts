/** A text that is kept apart from where it belongs. */
export interface BlobRef {
  /** SHA-256 of its UTF-8, as 43 letters of base64url. */
  readonly blob: string;
  /** UTF-8 bytes of it. */
  readonly bytes: number;
}

/** A text, or the name of one that is kept apart because of its size. */
export type KeptText = string | BlobRef;
