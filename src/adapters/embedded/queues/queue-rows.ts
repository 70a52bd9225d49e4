import type { QueueAttributes } from '../../../queues/queue-attributes.ts';
import { noSuchQueue } from '../../../queues/queue-error.ts';
import { type QueueSettings, readSettings } from '../../../queues/queue-settings.ts';
import type { Tags } from '../../../queues/queue-store.ts';
import type { Statements } from '../statements.ts';

/** A queue as it is kept. */
export interface Queue {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly attributes: QueueAttributes;
  readonly tags: Tags;
  readonly settings: QueueSettings;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly created_at: number;
  readonly modified_at: number;
  readonly attributes: string;
  readonly tags: string;
}

/** The queue of this name, if there is one. */
export function findQueue(sql: Statements, name: string): Queue | undefined {
  const row = sql.get<Row>('SELECT * FROM queues WHERE name = ?', name);
  if (row === undefined) return undefined;
  const attributes: QueueAttributes = JSON.parse(row.attributes);
  const tags: Tags = JSON.parse(row.tags);
  return {
    id: row.id,
    name,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    attributes,
    tags,
    settings: readSettings(name, attributes, tags),
  };
}

/** The queue of this name. @throws QueueError when there is none. */
export function requireQueue(sql: Statements, name: string): Queue {
  const queue = findQueue(sql, name);
  if (queue === undefined) throw noSuchQueue();
  return queue;
}
