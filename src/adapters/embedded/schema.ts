import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

import type { ExecutionEnd } from '../../ports/execution-store.ts';
import { unpackText } from './packed-text.ts';
import type { DatabaseKind } from './prepare-schema.ts';

/** Goes up by one with every change of the tables. */
export const SCHEMA_VERSION = 6;

/**
 * The indexes for lists over all flows, by error or by label. A success adds a row to the first only, at the end of that
 * index, so it costs a start hardly more.
 */
const SECOND_VERSION = `
  CREATE INDEX by_time ON executions (started_at, flow_id, name);
  CREATE INDEX by_error ON executions (error, started_at, flow_id, name) WHERE error IS NOT NULL;
  CREATE INDEX unsuccessful ON executions (started_at, flow_id, name, status) WHERE error IS NOT NULL;

  CREATE TABLE labels (
    label TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    execution INTEGER NOT NULL,
    PRIMARY KEY (label, started_at, execution)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX by_execution ON labels (execution);

  CREATE TABLE published (
    flow_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    body BLOB,
    PRIMARY KEY (flow_id, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE aliases (
    flow_id TEXT PRIMARY KEY,
    body BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Texts that are too large for records and headers; those of executions that are gone are found by their age. */
const THIRD_VERSION = `
  CREATE TABLE blobs (
    flow_id TEXT NOT NULL,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    blob TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (flow_id, name, owner, blob)
  ) STRICT;
  CREATE INDEX blobs_by_time ON blobs (written_at, flow_id, name);
`;

/** The newest heartbeat of each task that has sent any. */
const FOURTH_VERSION = `
  CREATE TABLE heartbeats (
    execution INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    at INTEGER NOT NULL,
    is_missed INTEGER NOT NULL,
    detail TEXT,
    PRIMARY KEY (execution, entry)
  ) STRICT, WITHOUT ROWID;
`;

/** Lines that functions printed, a row for each; `total` is the size of the lines up to it. */
const FIFTH_VERSION = `
  CREATE TABLE logs (
    execution INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    level INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    step TEXT NOT NULL,
    entry INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    total INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (execution, number)
  ) STRICT, WITHOUT ROWID;
`;

/** Ends of each flow by hour; `body` is JSON. */
const SIXTH_VERSION = `
  CREATE TABLE counts (
    flow_id TEXT NOT NULL,
    hour INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (flow_id, hour)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * `header`, `outcome` and `body` are packed JSON. Blobs come last in their tables, so a search that needs only other
 * columns does not read their overflow pages. Ended executions leave the index `unfinished`, so recovery costs what still runs.
 */
const TABLES = `
  CREATE TABLE executions (
    id INTEGER PRIMARY KEY,
    flow_id TEXT NOT NULL,
    name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    error TEXT,
    qualifier TEXT,
    redrives INTEGER NOT NULL DEFAULT 0,
    outcome BLOB,
    header BLOB NOT NULL,
    UNIQUE (flow_id, name)
  ) STRICT;
  CREATE INDEX by_start ON executions (flow_id, started_at, name);
  CREATE INDEX by_status ON executions (flow_id, status, started_at, name);
  CREATE INDEX unfinished ON executions (flow_id, name) WHERE status = 'Running';
  ${SECOND_VERSION}
  ${THIRD_VERSION}
  ${FOURTH_VERSION}
  ${FIFTH_VERSION}
  ${SIXTH_VERSION}

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

/** Lists, labels and published versions came with the second version; errors of executions that ended before are found in their ends. */
function toSecondVersion(database: DatabaseSync): void {
  database.function('error_of', { deterministic: true }, (outcome) => errorIn(outcome));
  database.exec(`
    ALTER TABLE executions ADD COLUMN error TEXT;
    ALTER TABLE executions ADD COLUMN qualifier TEXT;
    ALTER TABLE executions ADD COLUMN redrives INTEGER NOT NULL DEFAULT 0;
    UPDATE executions SET error = error_of(outcome) WHERE status NOT IN ('Running', 'Succeeded');
    ${SECOND_VERSION}
  `);
}

/** The error in an end; the empty name for a damaged end. */
function errorIn(outcome: SQLOutputValue): string {
  try {
    const end: Partial<ExecutionEnd> = JSON.parse(unpackText(outcome as Uint8Array));
    return end.failure?.error ?? '';
  } catch {
    return '';
  }
}

/** The database of flows, schedules and executions. */
export const EXECUTION_DATABASE: DatabaseKind = {
  fileName: 'fdl.sqlite',
  version: SCHEMA_VERSION,
  tables: TABLES,
  upgrades: [
    toSecondVersion,
    (database) => database.exec(THIRD_VERSION),
    (database) => database.exec(FOURTH_VERSION),
    (database) => database.exec(FIFTH_VERSION),
    (database) => database.exec(SIXTH_VERSION),
  ],
};
