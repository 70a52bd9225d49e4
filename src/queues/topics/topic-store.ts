import type { MessageAttributes } from '../message.ts';
import type { Settled as SettledIn, Tags } from '../queue-store.ts';
import type { TopicError } from './topic-error.ts';

/** A topic, as its owner described it. Instants are milliseconds since 1970. */
export interface Topic {
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Those that were set. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

/** The protocol by which messages reach a subscriber: `mns` is the original's, by HTTP or into a queue. */
export type SubscriptionProtocol = 'sqs' | 'lambda' | 'http' | 'https' | 'mns';

/** A subscription to a topic. Instants are milliseconds since 1970. */
export interface Subscription {
  readonly id: string;
  readonly topic: string;
  /** Unique in its topic: the id unless its subscriber chose another. */
  readonly name: string;
  readonly protocol: SubscriptionProtocol;
  readonly endpoint: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** Token by which the endpoint confirms the subscription; absent once it is confirmed. */
  readonly token?: string;
}

/** A request for a subscription. */
export interface SubscribeRequest {
  readonly topic: string;
  readonly name?: string;
  readonly protocol: SubscriptionProtocol;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** True when nothing is delivered before the endpoint has confirmed. */
  readonly needsConfirmation: boolean;
}

/** A message to be published. */
export interface NewNotice {
  readonly message: string;
  readonly subject?: string;
  /** The message differs by protocol: it is a JSON object of texts, one of them `default`. */
  readonly isStructured?: boolean;
  readonly attributes: MessageAttributes;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** Under which names a message was published. */
export interface Published {
  readonly messageId: string;
  /** Only in FIFO topics. */
  readonly sequenceNumber?: string;
}

/** The result of one message of a batch. */
export type Settled<T> = { readonly value: T } | { readonly error: TopicError } | SettledIn<T>;

/**
 * Topics, their subscriptions, and messages on their way to them. A promise resolves once its work is on disk: a published
 * message then waits for each of its subscribers in a queue.
 *
 * Callers name topics by their names. All methods reject a wrong request with a {@link TopicError}.
 */
export interface TopicStore {
  /** Creates a topic; one that exists is left as it is. */
  createTopic(name: string, attributes?: Readonly<Record<string, string>>, tags?: Tags): Promise<void>;
  /** Deletes a topic with its subscriptions; deleting one that does not exist succeeds. */
  deleteTopic(name: string): Promise<void>;
  describeTopic(name: string): Promise<Topic>;
  /** Topics in the order of their names, from the first after `after`. */
  listTopics(prefix: string, after: string, limit: number): Promise<readonly Topic[]>;
  setTopicAttributes(name: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  setTopicTags(name: string, tags: Tags, removed: readonly string[]): Promise<void>;

  /** Subscribes. @returns the existing subscription where one has the same endpoint and attributes */
  subscribe(request: SubscribeRequest): Promise<Subscription>;
  confirm(topic: string, token: string): Promise<Subscription>;
  /** Ends a subscription and drops its undelivered messages; ending one that does not exist succeeds. */
  unsubscribe(id: string): Promise<void>;
  describeSubscription(id: string): Promise<Subscription>;
  /** All of a topic, or of all topics, in the order of their ids, beginning after `after`. */
  listSubscriptions(
    topic: string | undefined,
    after: string,
    limit: number,
  ): Promise<readonly Subscription[]>;
  setSubscriptionAttributes(id: string, attributes: Readonly<Record<string, string>>): Promise<void>;

  /** Publishes messages in this order; each is taken or refused for itself. */
  publish(topic: string, notices: readonly NewNotice[]): Promise<readonly Settled<Published>[]>;
}
