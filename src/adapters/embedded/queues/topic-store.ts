import type { Logger } from '../../../ports/logger.ts';
import type { Tags } from '../../../queues/queue-store.ts';
import type {
  NewNotice,
  Published,
  Settled,
  SubscribeRequest,
  Subscription,
  Topic,
  TopicStore,
} from '../../../queues/topics/topic-store.ts';
import { publish } from './publish.ts';
import * as definitions from './topic-definitions.ts';
import * as rows from './topic-rows.ts';
import type { Transactions } from './transactions.ts';

type Attributes = Readonly<Record<string, string>>;

/** An observer of subscriptions. */
export interface SubscriptionWatcher {
  /** Subscriptions have come or gone, or queues were made for them. */
  onSubscriptionsChanged(): void;
}

/** Topics in the database of queues: a message reaches all queues of its subscribers in one transaction. */
export class EmbeddedTopicStore implements TopicStore {
  readonly #transactions: Transactions;
  readonly #logger: Logger;
  #watcher: SubscriptionWatcher | undefined;

  constructor(transactions: Transactions, logger: Logger) {
    this.#transactions = transactions;
    this.#logger = logger;
  }

  /** Sets the observer of changed subscriptions. */
  watch(watcher: SubscriptionWatcher): void {
    this.#watcher = watcher;
  }

  createTopic(name: string, attributes: Attributes = {}, tags: Tags = {}): Promise<void> {
    return this.#transactions.write((work) => definitions.createTopic(work, name, attributes, tags));
  }

  async deleteTopic(name: string): Promise<void> {
    await this.#transactions.write((work) => definitions.deleteTopic(work, name));
    this.#watcher?.onSubscriptionsChanged();
  }

  describeTopic(name: string): Promise<Topic> {
    return this.#transactions.read(({ sql }) => rows.requireTopic(sql, name));
  }

  listTopics(prefix: string, after: string, limit: number): Promise<readonly Topic[]> {
    return this.#transactions.read(({ sql }) => rows.listTopics(sql, prefix, after, limit));
  }

  setTopicAttributes(name: string, attributes: Attributes): Promise<void> {
    return this.#transactions.write((work) => definitions.setTopicAttributes(work, name, attributes));
  }

  setTopicTags(name: string, tags: Tags, removed: readonly string[]): Promise<void> {
    return this.#transactions.write((work) => definitions.setTopicTags(work, name, tags, removed));
  }

  async subscribe(request: SubscribeRequest): Promise<Subscription> {
    const made = await this.#transactions.write((work) => definitions.subscribe(work, request));
    this.#watcher?.onSubscriptionsChanged();
    return made;
  }

  confirm(topic: string, token: string): Promise<Subscription> {
    return this.#transactions.write((work) => definitions.confirm(work, topic, token));
  }

  async unsubscribe(id: string): Promise<void> {
    await this.#transactions.write((work) => definitions.unsubscribe(work, id));
    this.#watcher?.onSubscriptionsChanged();
  }

  describeSubscription(id: string): Promise<Subscription> {
    return this.#transactions.read(({ sql }) => rows.requireSubscription(sql, id));
  }

  listSubscriptions(
    topic: string | undefined,
    after: string,
    limit: number,
  ): Promise<readonly Subscription[]> {
    return this.#transactions.read(({ sql }) => {
      if (topic !== undefined) rows.requireTopic(sql, topic);
      return rows.listSubscriptions(sql, topic, after, limit);
    });
  }

  setSubscriptionAttributes(id: string, attributes: Attributes): Promise<void> {
    return this.#transactions.write((work) => definitions.setSubscriptionAttributes(work, id, attributes));
  }

  async publish(topic: string, notices: readonly NewNotice[]): Promise<readonly Settled<Published>[]> {
    let isChanged = false;
    const outside = {
      onQueueMade: () => {
        isChanged = true;
      },
      onUndelivered: ({ id }: Subscription, reason: string) =>
        this.#logger.warn('a message of a topic was not delivered', { topic, subscription: id, reason }),
    };
    const published = await this.#transactions.write((work) => publish(work, topic, notices, outside));
    if (isChanged) this.#watcher?.onSubscriptionsChanged();
    return published;
  }
}
