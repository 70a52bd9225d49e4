/** The tables of a data folder as the first version created them. */
export const VERSION_1 = `
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
