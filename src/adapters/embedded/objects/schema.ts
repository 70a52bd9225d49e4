import type { DatabaseKind } from '../prepare-schema.ts';

/**
 * Bytes are in `chunks` of blobs, which never change. A content is a list of pieces of blobs: one of an object that came
 * whole, several of one that came in parts; a copy has the same pieces. What no object and no part has is removed.
 * Keys are bytes, for that is how S3 orders them.
 */
const TABLES = `
  CREATE TABLE buckets (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE objects (
    bucket TEXT NOT NULL,
    key BLOB NOT NULL,
    content INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    headers TEXT NOT NULL,
    PRIMARY KEY (bucket, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL,
    key BLOB NOT NULL,
    started_at INTEGER NOT NULL,
    headers TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX uploads_by_key ON uploads (bucket, key, id);

  CREATE TABLE parts (
    upload TEXT NOT NULL,
    number INTEGER NOT NULL,
    content INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    PRIMARY KEY (upload, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE pieces (
    content INTEGER NOT NULL,
    position INTEGER NOT NULL,
    blob INTEGER NOT NULL,
    skip INTEGER NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (content, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX pieces_by_blob ON pieces (blob);

  CREATE TABLE chunks (blob INTEGER NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE UNIQUE INDEX chunks_by_blob ON chunks (blob, number);
`;

/** The database of objects. */
export const OBJECT_DATABASE: DatabaseKind = {
  fileName: 'objects.sqlite',
  version: 1,
  tables: TABLES,
  upgrades: [],
};
