import type { Tags } from '../../../queues/queue-store.ts';
import { isPushed, pushQueueOf } from '../../../queues/topics/push-queue.ts';
import {
  checkSubscriptionAttributes,
  checkTopicAttributes,
  withAttributes,
} from '../../../queues/topics/topic-attributes.ts';
import { invalidParameter, TopicError } from '../../../queues/topics/topic-error.ts';
import { checkTopicName } from '../../../queues/topics/topic-names.ts';
import type { SubscribeRequest, Subscription } from '../../../queues/topics/topic-store.ts';
import { makePushQueue, putConfirmation } from './push-queues.ts';
import { deleteQueue } from './queue-definitions.ts';
import { findQueue } from './queue-rows.ts';
import { findTopic, listSubscriptions, requireSubscription, requireTopic } from './topic-rows.ts';
import type { Work } from './work.ts';

type Attributes = Readonly<Record<string, string>>;

/** Creates a topic, unless it exists. */
export function createTopic({ sql, now }: Work, name: string, given: Attributes, tags: Tags): void {
  const { FifoTopic, ...attributes } = given;
  checkTopicName(name, FifoTopic === 'true');
  checkTopicAttributes(attributes);
  if (findTopic(sql, name) !== undefined) return;
  const kept = JSON.stringify(withAttributes({}, attributes));
  sql.run('INSERT INTO topics VALUES (?, ?, ?, ?, ?)', name, now, now, kept, JSON.stringify(tags));
}

/** Takes a topic away with its subscriptions. */
export function deleteTopic(work: Work, name: string): void {
  for (const { id } of listSubscriptions(work.sql, name)) unsubscribe(work, id);
  work.sql.run('DELETE FROM topics WHERE name = ?', name);
}

export function setTopicAttributes({ sql, now }: Work, name: string, given: Attributes): void {
  const { attributes } = requireTopic(sql, name);
  checkTopicAttributes(given);
  const kept = JSON.stringify(withAttributes(attributes, given));
  sql.run('UPDATE topics SET attributes = ?, modified_at = ? WHERE name = ?', kept, now, name);
}

export function setTopicTags({ sql }: Work, name: string, tags: Tags, removed: readonly string[]): void {
  const after: Record<string, string> = { ...requireTopic(sql, name).tags, ...tags };
  for (const key of removed) delete after[key];
  sql.run('UPDATE topics SET tags = ? WHERE name = ?', JSON.stringify(after), name);
}

/** Subscribes. @returns the existing subscription where one has the same endpoint and attributes */
export function subscribe(work: Work, request: SubscribeRequest): Subscription {
  const { sql, ids, now } = work;
  requireTopic(sql, request.topic);
  checkSubscriptionAttributes(request.protocol, request.attributes);
  const attributes = withAttributes({}, request.attributes);
  const known = findSame(work, request);
  if (known !== undefined) {
    const isSame = Object.entries(attributes).every(([name, value]) => known.attributes[name] === value);
    if (isSame && known.endpoint === request.endpoint) return known;
    throw new TopicError(
      'SubscriptionExists',
      'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
    );
  }
  const id = ids.uuid();
  const token = request.needsConfirmation ? ids.secret() : null;
  const { topic, name = id, protocol, endpoint } = request;
  sql.run(
    'INSERT INTO subscriptions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    topic,
    name,
    protocol,
    endpoint,
    now,
    now,
    JSON.stringify(attributes),
    token,
  );
  const made = requireSubscription(sql, id);
  if (isPushed(made)) makePushQueue(work, pushQueueOf(made));
  if (token !== null) putConfirmation(work, made);
  return made;
}

/** Confirms the subscription that a token was made for. */
export function confirm({ sql, now }: Work, topic: string, token: string): Subscription {
  requireTopic(sql, topic);
  const found = listSubscriptions(sql, topic).find((each) => each.token === token);
  if (found === undefined) throw invalidParameter('Token', 'Invalid token');
  sql.run('UPDATE subscriptions SET token = NULL, modified_at = ? WHERE id = ?', now, found.id);
  return requireSubscription(sql, found.id);
}

/** Ends a subscription and drops the messages that wait for it. */
export function unsubscribe(work: Work, id: string): void {
  const { sql } = work;
  const found = listSubscriptions(sql, undefined).find((each) => each.id === id);
  if (found === undefined) return;
  sql.run('DELETE FROM subscriptions WHERE id = ?', id);
  if (!isPushed(found)) return;
  const queueName = pushQueueOf(found);
  const isUsed = listSubscriptions(sql, undefined).some(
    (each) => isPushed(each) && pushQueueOf(each) === queueName,
  );
  if (!isUsed && findQueue(sql, queueName) !== undefined) deleteQueue(work, queueName);
}

export function setSubscriptionAttributes({ sql, now }: Work, id: string, given: Attributes): void {
  const { protocol, attributes } = requireSubscription(sql, id);
  const after = withAttributes(attributes, given);
  checkSubscriptionAttributes(protocol, after);
  sql.run(
    'UPDATE subscriptions SET attributes = ?, modified_at = ? WHERE id = ?',
    JSON.stringify(after),
    now,
    id,
  );
}

function findSame({ sql }: Work, request: SubscribeRequest): Subscription | undefined {
  return listSubscriptions(sql, request.topic).find(({ name, protocol, endpoint }) =>
    request.name === undefined
      ? protocol === request.protocol && endpoint === request.endpoint
      : name === request.name,
  );
}
