import type { NewMessage } from '../../../queues/message.ts';
import { pushQueueOf, SUBSCRIPTION_ATTRIBUTE } from '../../../queues/topics/push-queue.ts';
import { subscriptionArn, topicArn } from '../../../queues/topics/topic-names.ts';
import type { Subscription } from '../../../queues/topics/topic-store.ts';
import { createQueue } from './queue-definitions.ts';
import { findQueue, requireQueue } from './queue-rows.ts';
import { putMessage } from './send-messages.ts';
import type { Work } from './work.ts';

/** Short, so that a message that was being delivered when the server died comes back soon. */
const VISIBILITY_SECONDS = 30;

/** Makes a queue in which messages wait for a subscriber that is called, unless it exists. @returns true when it was made. */
export function makePushQueue(work: Work, queueName: string): boolean {
  if (findQueue(work.sql, queueName) !== undefined) return false;
  createQueue(work, queueName, { VisibilityTimeout: String(VISIBILITY_SECONDS) }, {});
  return true;
}

/**
 * Puts a message into the queue of a subscriber that is called. In its envelope it may be larger than queues take from
 * clients. @returns true when the queue had to be made.
 */
export function putIntoPushQueue(work: Work, queueName: string, message: NewMessage): boolean {
  const isMade = makePushQueue(work, queueName);
  const { body, attributes = {} } = message;
  putMessage(work, requireQueue(work.sql, queueName), { body, attributes, delaySeconds: 0 });
  return isMade;
}

/** Puts the request to confirm a subscription into the queue of its endpoint. */
export function putConfirmation(work: Work, subscription: Subscription): void {
  const arn = topicArn(subscription.topic);
  const body = JSON.stringify({
    Type: 'SubscriptionConfirmation',
    MessageId: work.ids.uuid(),
    Token: subscription.token ?? '',
    TopicArn: arn,
    SubscriptionArn: subscriptionArn(subscription),
    Message: `You have chosen to subscribe to the topic ${arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    Timestamp: new Date(work.now).toISOString(),
  });
  const attributes = { [SUBSCRIPTION_ATTRIBUTE]: { DataType: 'String', StringValue: subscription.id } };
  putIntoPushQueue(work, pushQueueOf(subscription), { body, attributes });
}
