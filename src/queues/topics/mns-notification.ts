import { createHash } from 'node:crypto';
import { ACCOUNT } from '../names.ts';
import type { Notice } from './notification.ts';
import type { Subscription } from './topic-store.ts';

/** The form in which the original sends a message to a subscriber; `SIMPLIFIED` is the message alone. */
export type NotifyFormat = 'XML' | 'JSON' | 'SIMPLIFIED';

export const NOTIFY_FORMATS: readonly NotifyFormat[] = ['XML', 'JSON', 'SIMPLIFIED'];

/** Attribute that carries the tag of a message. */
export const TAG_ATTRIBUTE = 'MessageTag';

/** A message of a topic as the original sends it to a subscriber. */
export function mnsNotification(notice: Notice, subscription: Subscription): string {
  const format = formatOf(subscription);
  if (format === 'SIMPLIFIED') return notice.message;
  const tag = notice.attributes[TAG_ATTRIBUTE]?.StringValue;
  const fields = {
    TopicOwner: ACCOUNT,
    TopicName: notice.topic,
    Subscriber: ACCOUNT,
    SubscriptionName: subscription.name,
    MessageId: notice.messageId,
    Message: notice.message,
    MessageMD5: createHash('md5').update(notice.message).digest('hex').toUpperCase(),
    ...(tag !== undefined && { MessageTag: tag }),
    PublishTime: String(notice.publishedAt),
  };
  if (format === 'JSON') return JSON.stringify(fields);
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${escapeText(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><Notification xmlns="http://mns.aliyuncs.com/doc/v1/">${elements.join('')}</Notification>`;
}

/** The format that a subscription asks for. */
export function formatOf({ attributes }: Pick<Subscription, 'attributes'>): NotifyFormat {
  return NOTIFY_FORMATS.find((format) => format === attributes['NotifyContentFormat']) ?? 'XML';
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
