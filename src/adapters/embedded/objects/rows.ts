import type { StoredObject } from './stored-object.ts';

/** A row of the table of objects. */
export interface ObjectRow {
  readonly key: Uint8Array;
  readonly content: number;
  readonly size: number;
  readonly etag: string;
  readonly modified_at: number;
  readonly headers: string;
}

export const OBJECT_COLUMNS = 'key, content, size, etag, modified_at, headers';

export function readObjectRow(row: ObjectRow): StoredObject {
  const { content, size, etag, modified_at: modifiedAt } = row;
  return { key: keyText(row.key), content, size, etag, modifiedAt, headers: JSON.parse(row.headers) };
}

/** A key as the tables hold it, in UTF-8. */
export function keyBytes(key: string): Uint8Array {
  return Buffer.from(key);
}

export function keyText(key: Uint8Array): string {
  return Buffer.from(key).toString();
}
