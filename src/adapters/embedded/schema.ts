import type { DatabaseSync } from 'node:sqlite';
import { DataError } from './data-error.ts';

/** Goes up by one with every change of the tables. */
export const SCHEMA_VERSION = 1;

/**
 * `header`, `outcome` and `body` are packed JSON. Blobs come last in their tables: what is left of them is not
 * read when a row is only searched. Ended executions leave the index `unfinished`, so recovery costs what still runs.
 */
const TABLES = `
  CREATE TABLE executions (
    id INTEGER PRIMARY KEY,
    flow_id TEXT NOT NULL,
    name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    outcome BLOB,
    header BLOB NOT NULL,
    UNIQUE (flow_id, name)
  ) STRICT;
  CREATE INDEX by_start ON executions (flow_id, started_at, name);
  CREATE INDEX by_status ON executions (flow_id, status, started_at, name);
  CREATE INDEX unfinished ON executions (flow_id, name) WHERE status = 'Running';

  CREATE TABLE records (
    execution INTEGER NOT NULL,
    first_event INTEGER NOT NULL,
    last_event INTEGER NOT NULL,
    has_snapshot INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (execution, first_event)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    sent_at INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE flows (
    name TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    version INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE flow_versions (
    flow_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (flow_id, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE schedules (
    flow_id TEXT NOT NULL,
    name TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (flow_id, name)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Creates the tables of a new database.
 *
 * @throws DataError when the database was written by a newer program.
 */
export function prepareSchema(database: DatabaseSync, place: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > SCHEMA_VERSION) {
    throw new DataError(
      `Data in ${place}: written by a newer version of this program (format ${version}; this one knows ${SCHEMA_VERSION})`,
    );
  }
  if (version === SCHEMA_VERSION) return;
  database.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
}
