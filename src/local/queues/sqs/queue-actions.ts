import { queueNameOfArn } from '../../../queues/names.ts';
import { noSuchQueue, QueueError } from '../../../queues/queue-error.ts';
import { optionalInteger, optionalText, queueName, text, textMap } from './parameters.ts';
import { queueUrl } from './queue-url.ts';
import type { SqsAction } from './sqs-action.ts';

const MOST_LISTED = 1_000;

export const createQueue: SqsAction = async (parameters, { store, endpoint }) => {
  const name = text(parameters, 'QueueName');
  // The JSON protocol calls them tags, with a small letter.
  const tags = { ...textMap(parameters, 'tags'), ...textMap(parameters, 'Tags') };
  await store.createQueue(name, textMap(parameters, 'Attributes'), tags);
  return { QueueUrl: queueUrl(endpoint, name) };
};

export const deleteQueue: SqsAction = async (parameters, { store }) => {
  await store.deleteQueue(queueName(parameters));
  return {};
};

export const getQueueUrl: SqsAction = async (parameters, { store, endpoint }) => {
  const { name } = await store.describeQueue(text(parameters, 'QueueName'));
  return { QueueUrl: queueUrl(endpoint, name) };
};

export const listQueues: SqsAction = async (parameters, { store, endpoint }) => {
  const prefix = optionalText(parameters, 'QueueNamePrefix') ?? '';
  const { names, more } = await page(parameters, (after, limit) => store.listQueues(prefix, after, limit));
  return {
    ...(names.length > 0 && { QueueUrls: names.map((name) => queueUrl(endpoint, name)) }),
    ...more,
  };
};

export const listDeadLetterSourceQueues: SqsAction = async (parameters, { store, endpoint }) => {
  const sources = await store.listSources(queueName(parameters));
  const { names, more } = await page(parameters, async (after, limit) =>
    sources.filter((name) => name > after).slice(0, limit),
  );
  return { queueUrls: names.map((name) => queueUrl(endpoint, name)), ...more };
};

export const purgeQueue: SqsAction = async (parameters, { store }) => {
  await store.purge(queueName(parameters));
  return {};
};

/** The name in an ARN. @throws QueueError when the text is no ARN of a queue. */
export function nameOfArn(arn: string): string {
  const name = queueNameOfArn(arn);
  if (name === undefined) throw noSuchQueue();
  return name;
}

/** A page of names, as long as the request wants it; all of them when it wants none, as in SQS. */
async function page(
  parameters: Parameters<SqsAction>[0],
  list: (after: string, limit: number) => Promise<readonly string[]>,
) {
  const max = optionalInteger(parameters, 'MaxResults', 1, MOST_LISTED);
  const token = optionalText(parameters, 'NextToken');
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
  if (token !== undefined && Buffer.from(after).toString('base64url') !== token) {
    throw new QueueError('InvalidParameterValue', 'Invalid or expired next token.');
  }
  const limit = max ?? MOST_LISTED;
  const found = await list(after, limit + 1);
  const names = found.slice(0, limit);
  const last = names.at(-1);
  const isMore = max !== undefined && found.length > limit && last !== undefined;
  return { names, more: isMore ? { NextToken: Buffer.from(last).toString('base64url') } : {} };
}
