import { noSuchSubscription, noSuchTopic } from '../../../queues/topics/topic-error.ts';
import type { Subscription, Topic } from '../../../queues/topics/topic-store.ts';
import type { Statements } from '../statements.ts';

interface TopicRow {
  readonly name: string;
  readonly created_at: number;
  readonly modified_at: number;
  readonly attributes: string;
  readonly tags: string;
}

interface SubscriptionRow extends Omit<TopicRow, 'tags'> {
  readonly id: string;
  readonly topic: string;
  readonly protocol: Subscription['protocol'];
  readonly endpoint: string;
  readonly token: string | null;
}

export function findTopic(sql: Statements, name: string): Topic | undefined {
  const row = sql.get<TopicRow>('SELECT * FROM topics WHERE name = ?', name);
  return row && topicOf(row);
}

/** @throws TopicError when there is no such topic. */
export function requireTopic(sql: Statements, name: string): Topic {
  const topic = findTopic(sql, name);
  if (topic === undefined) throw noSuchTopic();
  return topic;
}

/** Topics in the order of their names. */
export function listTopics(sql: Statements, prefix: string, after: string, limit: number): readonly Topic[] {
  const text = 'SELECT * FROM topics WHERE name > ? AND substr(name, 1, ?) = ? ORDER BY name LIMIT ?';
  return sql.all<TopicRow>(text, after, prefix.length, prefix, limit).map(topicOf);
}

/** @throws TopicError when there is no such subscription. */
export function requireSubscription(sql: Statements, id: string): Subscription {
  const row = sql.get<SubscriptionRow>('SELECT * FROM subscriptions WHERE id = ?', id);
  if (row === undefined) throw noSuchSubscription();
  return subscriptionOf(row);
}

/** The subscriptions of a topic, or of all, in the order of their ids. */
export function listSubscriptions(
  sql: Statements,
  topic: string | undefined,
  after = '',
  limit = Number.MAX_SAFE_INTEGER,
): readonly Subscription[] {
  const rows =
    topic === undefined
      ? sql.all<SubscriptionRow>('SELECT * FROM subscriptions WHERE id > ? ORDER BY id LIMIT ?', after, limit)
      : sql.all<SubscriptionRow>(
          'SELECT * FROM subscriptions WHERE topic = ? AND id > ? ORDER BY id LIMIT ?',
          topic,
          after,
          limit,
        );
  return rows.map(subscriptionOf);
}

function topicOf(row: TopicRow): Topic {
  return {
    name: row.name,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    attributes: JSON.parse(row.attributes),
    tags: JSON.parse(row.tags),
  };
}

function subscriptionOf(row: SubscriptionRow): Subscription {
  const { id, topic, name, protocol, endpoint, token } = row;
  return {
    id,
    topic,
    name,
    protocol,
    endpoint,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    attributes: JSON.parse(row.attributes),
    ...(token !== null && { token }),
  };
}
