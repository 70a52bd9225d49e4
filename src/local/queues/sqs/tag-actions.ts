import { QueueError } from '../../../queues/queue-error.ts';
import { queueName, textMap, texts } from './parameters.ts';
import type { SqsAction } from './sqs-action.ts';

const MOST_TAGS = 50;

export const tagQueue: SqsAction = async (parameters, { store }) => {
  const name = queueName(parameters);
  const tags = textMap(parameters, 'Tags');
  const before = await store.describeQueue(name);
  if (Object.keys({ ...before.tags, ...tags }).length > MOST_TAGS) {
    throw new QueueError('InvalidParameterValue', `Too many tags: a queue has ${MOST_TAGS} at most.`);
  }
  await store.setTags(name, tags, []);
  return {};
};

export const untagQueue: SqsAction = async (parameters, { store }) => {
  await store.setTags(queueName(parameters), {}, texts(parameters, 'TagKeys'));
  return {};
};

export const listQueueTags: SqsAction = async (parameters, { store }) => {
  const { tags } = await store.describeQueue(queueName(parameters));
  return Object.keys(tags).length === 0 ? {} : { Tags: tags };
};
