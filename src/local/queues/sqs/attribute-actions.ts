import { queueArn } from '../../../queues/names.ts';
import { effectiveAttributes, unknownAttribute } from '../../../queues/queue-attributes.ts';
import { missingParameter } from '../../../queues/queue-error.ts';
import { isFifoName } from '../../../queues/queue-names.ts';
import type { MessageCounts, QueueDescription } from '../../../queues/queue-store.ts';
import { queueName, textMap, texts } from './parameters.ts';
import type { SqsAction } from './sqs-action.ts';

/** Attributes that a request may name, also those that a queue lacks. */
const KNOWN = new Set([
  'All',
  'Policy',
  'VisibilityTimeout',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
  'ApproximateNumberOfMessagesDelayed',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'FifoQueue',
  'ContentBasedDeduplication',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
]);

export const getQueueAttributes: SqsAction = async (parameters, { store }) => {
  const wanted = texts(parameters, 'AttributeNames');
  const unknown = wanted.find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  const name = queueName(parameters);
  const queue = await store.describeQueue(name);
  if (wanted.length === 0) return {};
  const attributes = Object.entries(shownAttributes(queue, await store.countMessages(name)));
  const shown = attributes.filter(([attribute]) => wanted.includes('All') || wanted.includes(attribute));
  return shown.length === 0 ? {} : { Attributes: Object.fromEntries(shown) };
};

export const setQueueAttributes: SqsAction = async (parameters, { store }) => {
  if (parameters['Attributes'] === undefined) throw missingParameter('Attribute.Name');
  await store.setAttributes(queueName(parameters), textMap(parameters, 'Attributes'));
  return {};
};

function shownAttributes(queue: QueueDescription, counts: MessageCounts): Readonly<Record<string, string>> {
  return {
    ...effectiveAttributes(queue.attributes, isFifoName(queue.name)),
    QueueArn: queueArn(queue.name),
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
  };
}

function seconds(milliseconds: number): string {
  return String(Math.floor(milliseconds / 1_000));
}
