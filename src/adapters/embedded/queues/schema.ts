import type { DatabaseKind } from '../prepare-schema.ts';

/**
 * A queue orders its messages by `rank` before it looks at their times. `contents` are apart from `messages`,
 * whose rows are written again with every receive. `ready_groups` has the groups of FIFO queues that hold messages, with
 * the time from which one may be received. Messages of queues that are gone are removed little by little. `latest` has the
 * time of the last change: a clock that was set back while nothing ran must not hide messages.
 */
const TABLES = `
  CREATE TABLE latest (at INTEGER NOT NULL) STRICT;
  INSERT INTO latest VALUES (0);

  CREATE TABLE queues (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    attributes TEXT NOT NULL,
    tags TEXT NOT NULL
  ) STRICT;

  CREATE TABLE gone_queues (id INTEGER PRIMARY KEY) STRICT;

  CREATE TABLE messages (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    queue INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    group_id TEXT,
    sent_at INTEGER NOT NULL,
    received_at INTEGER,
    receives INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    id TEXT NOT NULL,
    source TEXT
  ) STRICT;
  CREATE INDEX by_time ON messages (queue, rank, visible_at);
  CREATE INDEX by_group ON messages (queue, group_id, sequence) WHERE group_id IS NOT NULL;

  CREATE TABLE contents (sequence INTEGER PRIMARY KEY, content TEXT NOT NULL) STRICT;

  CREATE TABLE ready_groups (
    queue INTEGER NOT NULL,
    group_id TEXT NOT NULL,
    ready_at INTEGER NOT NULL,
    PRIMARY KEY (queue, group_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX groups_by_time ON ready_groups (queue, ready_at);

  CREATE TABLE known_messages (
    queue INTEGER NOT NULL,
    deduplication TEXT NOT NULL,
    forgotten_at INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (queue, deduplication)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX known_by_time ON known_messages (forgotten_at);

  CREATE TABLE move_tasks (
    handle TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    destination TEXT,
    per_second INTEGER,
    started_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    moved INTEGER NOT NULL,
    to_move INTEGER NOT NULL,
    failure TEXT
  ) STRICT;

  CREATE TABLE topics (
    name TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    attributes TEXT NOT NULL,
    tags TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    topic TEXT NOT NULL,
    name TEXT NOT NULL,
    protocol TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    attributes TEXT NOT NULL,
    token TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX subscriptions_by_topic ON subscriptions (topic, name);
`;

/** The database of queues, topics and their messages. */
export const QUEUE_DATABASE: DatabaseKind = {
  fileName: 'queues.sqlite',
  version: 1,
  tables: TABLES,
  upgrades: [],
};
