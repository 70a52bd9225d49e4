import { isJsonObject } from '../../common/json.ts';
import { MAX_MESSAGE_BYTES } from '../limits.ts';
import { queueNameOfArn } from '../names.ts';
import { parseDeliveryPolicy } from './delivery-policy.ts';
import { parseFilter } from './filter/filter-policy.ts';
import { invalidParameter } from './topic-error.ts';
import type { SubscriptionProtocol } from './topic-store.ts';

type Attributes = Readonly<Record<string, string>>;

/** Largest message of a topic unless its attribute `MaximumMessageSize` sets another, in bytes. */
export const DEFAULT_MAX_BYTES = 262_144;

const OF_TOPICS: Readonly<Record<string, (value: string) => void>> = {
  ArchivePolicy: anything,
  ContentBasedDeduplication: booleanOf('ContentBasedDeduplication'),
  DeliveryPolicy: (value) => {
    if (value !== '') parseDeliveryPolicy(value);
  },
  DisplayName: (value) => {
    if (value.length > 100) throw invalidParameter('DisplayName', 'it may have 100 characters');
  },
  FifoThroughputScope: anything,
  KmsMasterKeyId: anything,
  MaximumMessageSize: (value) => {
    if (!/^\d{1,9}$/.test(value) || Number(value) < 1_024 || Number(value) > MAX_MESSAGE_BYTES) {
      throw invalidParameter('MaximumMessageSize', `it takes 1024 to ${MAX_MESSAGE_BYTES}`);
    }
  },
  Policy: objectOf('Policy'),
  SignatureVersion: (value) => {
    if (value !== '1' && value !== '2') throw invalidParameter('SignatureVersion', 'it takes 1 or 2');
  },
  TracingConfig: anything,
};

/** Names of the roles and rates by which AWS logs deliveries: kept, and without effect here. */
const FEEDBACK = /^[A-Za-z]+(SuccessFeedbackRoleArn|FailureFeedbackRoleArn|SuccessFeedbackSampleRate)$/;

/** @throws TopicError when an attribute of a topic is not allowed. */
export function checkTopicAttributes(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const check = Object.hasOwn(OF_TOPICS, name)
      ? OF_TOPICS[name]
      : FEEDBACK.test(name)
        ? anything
        : undefined;
    if (check === undefined) throw invalidParameter('AttributeName', `topics have no ${name}`);
    check(value);
  }
}

const OF_SUBSCRIPTIONS = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'SubscriptionRoleArn',
];
const OF_MNS = ['FilterTag', 'NotifyContentFormat', 'NotifyStrategy'];

/** @throws TopicError when an attribute of a subscription is not allowed. */
export function checkSubscriptionAttributes(protocol: SubscriptionProtocol, attributes: Attributes): void {
  const allowed = protocol === 'mns' ? OF_MNS : OF_SUBSCRIPTIONS;
  const unknown = Object.keys(attributes).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw invalidParameter('AttributeName', `subscriptions have no ${unknown}`);
  const { FilterPolicy, FilterPolicyScope, RawMessageDelivery, DeliveryPolicy, RedrivePolicy } = attributes;
  parseFilter(FilterPolicy ?? '{}', FilterPolicyScope);
  if (RawMessageDelivery !== undefined) booleanOf('RawMessageDelivery')(RawMessageDelivery);
  if (DeliveryPolicy !== undefined) parseDeliveryPolicy(DeliveryPolicy);
  if (RedrivePolicy !== undefined) deadLettersOfSubscription({ RedrivePolicy });
}

/** Attributes after some were set; an empty text, or `{}` for a filter, takes one away. */
export function withAttributes(before: Attributes, changes: Attributes): Attributes {
  const after = { ...before, ...changes };
  const isGone = (value: string, name: string) => value === '' || (name === 'FilterPolicy' && value === '{}');
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => !isGone(value, name)));
}

/** The queue for messages that could not be delivered to a subscriber, if it names one. */
export function deadLettersOfSubscription({ RedrivePolicy: text }: Attributes): string | undefined {
  if (text === undefined) return undefined;
  const policy = parseObject('RedrivePolicy', text);
  const arn = policy['deadLetterTargetArn'];
  const name = typeof arn === 'string' ? queueNameOfArn(arn) : undefined;
  if (name === undefined)
    throw invalidParameter('RedrivePolicy', 'deadLetterTargetArn must be the ARN of a queue');
  return name;
}

function anything(): void {}

function booleanOf(name: string): (value: string) => void {
  return (value) => {
    if (value !== 'true' && value !== 'false') throw invalidParameter(name, 'it takes true or false');
  };
}

function objectOf(name: string): (value: string) => void {
  return (value) => {
    if (value !== '') parseObject(name, value);
  };
}

function parseObject(name: string, text: string) {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw invalidParameter(name, 'it must be a JSON object');
}
