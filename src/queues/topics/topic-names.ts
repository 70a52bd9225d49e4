import { ACCOUNT, REGION } from '../names.ts';
import { invalidParameter } from './topic-error.ts';

const STANDARD = /^[A-Za-z0-9_-]{1,256}$/;
const FIFO = /^[A-Za-z0-9_-]{1,251}\.fifo$/;
const TOPIC_ARN = /^arn:aws:sns:[^:]*:[^:]*:([^:]+)$/;
const SUBSCRIPTION_ARN = /^arn:aws:sns:[^:]*:[^:]*:([^:]+):([^:]+)$/;

export function topicArn(name: string): string {
  return `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;
}

/** The name in an ARN of a topic. @throws TopicError when the text is no such ARN. */
export function topicNameOfArn(arn: string): string {
  const name = TOPIC_ARN.exec(arn)?.[1];
  if (name === undefined) throw invalidParameter('TopicArn', `${arn.slice(0, 300)} is no ARN of a topic`);
  return name;
}

export function subscriptionArn({ topic, id }: { readonly topic: string; readonly id: string }): string {
  return `${topicArn(topic)}:${id}`;
}

/** The id in an ARN of a subscription. @throws TopicError when the text is no such ARN. */
export function subscriptionIdOfArn(arn: string): string {
  const id = SUBSCRIPTION_ARN.exec(arn)?.[2];
  if (id === undefined)
    throw invalidParameter('SubscriptionArn', `${arn.slice(0, 300)} is no ARN of a subscription`);
  return id;
}

/** True for the name of a topic that keeps the order of its messages. */
export function isFifoTopic(name: string): boolean {
  return name.endsWith('.fifo');
}

/** @throws TopicError when a topic of this kind cannot have this name. */
export function checkTopicName(name: string, isFifo: boolean): void {
  if ((isFifo ? FIFO : STANDARD).test(name)) return;
  throw invalidParameter(
    'Topic Name',
    `${name.slice(0, 300)}: it takes 1 to 256 letters, digits, _ and -; that of a FIFO topic ends with .fifo`,
  );
}
