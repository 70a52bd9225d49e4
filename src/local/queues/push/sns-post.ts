import type { JsonObject } from '../../../common/json.ts';
import type { ReceivedMessage } from '../../../queues/message.ts';
import { subscriptionArn, topicArn } from '../../../queues/topics/topic-names.ts';
import type { Subscription } from '../../../queues/topics/topic-store.ts';
import type { Signer } from '../../signing/signer.ts';
import { confirmationLink, unsubscribeLink } from '../sns/links.ts';
import { fieldOf, readEnvelope } from './envelope.ts';
import type { Post } from './post.ts';

const TIMEOUT_MS = 15_000;
/** Fields that are signed, in this order, as far as a message has them. */
const SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** A message as SNS sends it to an endpoint, signed unless it is raw. */
export async function snsPost(
  subscription: Subscription,
  message: ReceivedMessage,
  signer: Signer,
  queues: string,
): Promise<Post> {
  const { SubscriptionArn: _own, ...envelope } = readEnvelope(subscription, message);
  const type = fieldOf(envelope, 'Type');
  const isRaw = type === 'Notification' && subscription.attributes['RawMessageDelivery'] === 'true';
  const body = isRaw
    ? fieldOf(envelope, 'Message')
    : JSON.stringify(await signed(withLinks(envelope, subscription, queues), signer, queues));
  return {
    url: new URL(subscription.endpoint),
    body,
    timeoutMs: TIMEOUT_MS,
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': type,
      'x-amz-sns-message-id': fieldOf(envelope, 'MessageId'),
      'x-amz-sns-topic-arn': topicArn(subscription.topic),
      ...(type === 'Notification' && { 'x-amz-sns-subscription-arn': subscriptionArn(subscription) }),
      ...(isRaw && { 'x-amz-sns-rawdelivery': 'true' }),
    },
  };
}

function withLinks(envelope: JsonObject, subscription: Subscription, queues: string): JsonObject {
  if (fieldOf(envelope, 'Type') !== 'SubscriptionConfirmation') {
    return { ...envelope, UnsubscribeURL: unsubscribeLink(queues, subscriptionArn(subscription)) };
  }
  const token = fieldOf(envelope, 'Token');
  return { ...envelope, SubscribeURL: confirmationLink(queues, topicArn(subscription.topic), token) };
}

async function signed(envelope: JsonObject, signer: Signer, queues: string): Promise<JsonObject> {
  const text = SIGNED.filter((name) => envelope[name] !== undefined)
    .map((name) => `${name}\n${fieldOf(envelope, name)}\n`)
    .join('');
  return {
    ...envelope,
    SignatureVersion: '2',
    Signature: await signer.sign(text, 'sha256'),
    SigningCertURL: `${queues}${await signer.certificatePath()}`,
  };
}
