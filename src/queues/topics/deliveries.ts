import type { NewMessage } from '../message.ts';
import { queueNameOfArn } from '../names.ts';
import { isFifoName } from '../queue-names.ts';
import { parseFilter } from './filter/filter-policy.ts';
import { mnsNotification, TAG_ATTRIBUTE } from './mns-notification.ts';
import { envelopeOf, type Notice } from './notification.ts';
import { mnsQueueOf, pushQueueOf, SUBSCRIPTION_ATTRIBUTE } from './push-queue.ts';
import { subscriptionArn } from './topic-names.ts';
import type { Subscription } from './topic-store.ts';

/** A message for a subscriber, and the queue that it goes through. */
export interface Delivery {
  readonly queueName: string;
  readonly message: NewMessage;
  /** True when the subscriber is called with each message of the queue. The home owns such a queue and creates it if missing. */
  readonly isPush: boolean;
}

/** The delivery of a message to a subscriber. @returns undefined when the subscriber does not want it. */
export function deliveryOf(subscription: Subscription, notice: Notice): Delivery | undefined {
  if (!isWanted(subscription, notice)) return undefined;
  const { protocol } = subscription;
  const queueName =
    protocol === 'sqs' ? queueNameOfArn(subscription.endpoint) : mnsQueueOf(subscription.endpoint);
  if (queueName === undefined) {
    const body = JSON.stringify({ ...envelopeOf(notice), SubscriptionArn: subscriptionArn(subscription) });
    const attributes = { [SUBSCRIPTION_ATTRIBUTE]: { DataType: 'String', StringValue: subscription.id } };
    return { queueName: pushQueueOf(subscription), message: { body, attributes }, isPush: true };
  }
  const ids = isFifoName(queueName) ? idsOf(notice) : {};
  if (protocol === 'mns') {
    const body = mnsNotification(notice, subscription);
    return { queueName, message: { body, ...ids }, isPush: false };
  }
  if (subscription.attributes['RawMessageDelivery'] === 'true') {
    const { message: body, attributes } = notice;
    return { queueName, message: { body, attributes, ...ids }, isPush: false };
  }
  return { queueName, message: { body: JSON.stringify(envelopeOf(notice)), ...ids }, isPush: false };
}

function isWanted({ protocol, attributes }: Subscription, notice: Notice): boolean {
  if (protocol === 'mns') {
    const wanted = attributes['FilterTag'];
    return wanted === undefined || wanted === '' || notice.attributes[TAG_ATTRIBUTE]?.StringValue === wanted;
  }
  const policy = attributes['FilterPolicy'];
  if (policy === undefined) return true;
  return parseFilter(policy, attributes['FilterPolicyScope'])(notice.attributes, notice.message);
}

function idsOf({ groupId, deduplicationId }: Notice): Partial<NewMessage> {
  return {
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}
