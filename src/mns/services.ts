import type { QueueStore } from '../queues/queue-store.ts';
import type { TopicStore } from '../queues/topics/topic-store.ts';

/** The methods of queues that the protocol uses. */
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
  /** Absent where the home cannot notice that a response did not reach its client. */
  Partial<Pick<QueueStore, 'giveBack'>>;

/** The methods of topics that the protocol uses. */
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

/** The services behind the protocol. */
export interface MnsServices {
  readonly queues: MnsQueues;
  readonly topics: MnsTopics;
}
