import type { QueueStore } from '../queues/queue-store.ts';
import type { TopicStore } from '../queues/topics/topic-store.ts';

/** What of queues the protocol uses. */
export type MnsQueues = Pick<
  QueueStore,
  | 'changeVisibility'
  | 'countMessages'
  | 'createQueue'
  | 'delete'
  | 'deleteQueue'
  | 'describeQueue'
  | 'listQueues'
  | 'peek'
  | 'receive'
  | 'send'
  | 'setAttributes'
> &
  /** Absent where nobody sees that an answer did not reach its client. */
  Partial<Pick<QueueStore, 'giveBack'>>;

/** What of topics the protocol uses. */
export type MnsTopics = Pick<
  TopicStore,
  | 'createTopic'
  | 'deleteTopic'
  | 'describeTopic'
  | 'listSubscriptions'
  | 'listTopics'
  | 'publish'
  | 'setSubscriptionAttributes'
  | 'setTopicAttributes'
  | 'subscribe'
  | 'unsubscribe'
>;

/** What is behind the protocol. */
export interface MnsServices {
  readonly queues: MnsQueues;
  readonly topics: MnsTopics;
}
