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

/** How messages reach a subscriber: `mns` is the original's, by HTTP or into a queue. */
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
  /** By which the endpoint confirms the subscription; absent once it is confirmed. */
  readonly token?: string;
}

/** What is asked for to be delivered where. */
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
  /** Of FIFO topics only. */
  readonly sequenceNumber?: string;
}

/** What became of one message of a batch. */
export type Settled<T> = { readonly value: T } | { readonly error: TopicError } | SettledIn<T>;

/**
 * Topics, their subscriptions, and messages on their way to them. What a promise answers is on disk: a message that is
 * published waits for each of its subscribers in a queue.
 *
 * Topics are meant by name. All methods reject with a {@link TopicError} when a caller asks for what cannot be.
 */
export interface TopicStore {
  /** Creates a topic; one that exists is left as it is. */
  createTopic(name: string, attributes?: Readonly<Record<string, string>>, tags?: Tags): Promise<void>;
  /** Takes a topic away with its subscriptions; one that does not exist is gone. */
  deleteTopic(name: string): Promise<void>;
  describeTopic(name: string): Promise<Topic>;
  /** In the order of names, beginning after `after`. */
  listTopics(prefix: string, after: string, limit: number): Promise<readonly Topic[]>;
  setTopicAttributes(name: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  setTopicTags(name: string, tags: Tags, removed: readonly string[]): Promise<void>;

  /** Subscribes; one that exists with the same endpoint and attributes is answered. */
  subscribe(request: SubscribeRequest): Promise<Subscription>;
  confirm(topic: string, token: string): Promise<Subscription>;
  /** Ends a subscription with what has not been delivered to it; one that does not exist has ended. */
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
