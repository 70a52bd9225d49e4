import { QueueError } from '../../queues/queue-error.ts';
import { PRIORITY_TAG } from '../../queues/queue-settings.ts';
import { pageXml, readListing } from '../listing.ts';
import { MnsError } from '../mns-error.ts';
import { type MnsContext, type MnsOperation, nameAt, queryParameter, readBody } from '../operation.ts';
import { queueFields, readQueueAttributes } from '../queue-attributes.ts';
import { document, fields } from '../xml/write-xml.ts';

const NAME = /^[A-Za-z0-9_-]+$/;
const LONGEST_NAME = 80;

/** Creates a queue that hands out by priority, as all of the original do, or sets attributes of one. */
export const putQueue: MnsOperation = async (context) => {
  const name = queueNameOf(context);
  const attributes = readQueueAttributes(readBody(context, 'Queue'));
  if (queryParameter(context, 'metaoverride') === 'true') {
    await context.queues.setAttributes(name, attributes);
    return { status: 204 };
  }
  const isThere = await exists(context, name);
  try {
    await context.queues.createQueue(name, attributes, { [PRIORITY_TAG]: 'true' });
  } catch (error) {
    if (!(error instanceof QueueError) || error.code !== 'QueueNameExists') throw error;
    throw new MnsError(409, 'QueueAlreadyExist', `The queue ${name} exists with other attributes.`);
  }
  return { status: isThere ? 204 : 201, location: urlOf(context, name) };
};

export const getQueue: MnsOperation = async (context) => {
  const name = queueNameOf(context);
  const queue = await context.queues.describeQueue(name);
  return {
    status: 200,
    xml: document('Queue', queueFields(queue, await context.queues.countMessages(name))),
  };
};

export const deleteQueue: MnsOperation = async (context) => {
  const name = queueNameOf(context);
  if (await exists(context, name)) await context.queues.deleteQueue(name);
  return { status: 204 };
};

export const listQueues: MnsOperation = async (context) => {
  const listing = readListing(context);
  const { prefix, marker, limit, withMeta } = listing;
  const found = await context.queues.listQueues(prefix, marker, limit + 1);
  const entries = found.slice(0, limit).map(async (name) => {
    const url = fields({ QueueURL: urlOf(context, name) });
    if (!withMeta) return `<Queue>${url}</Queue>`;
    const queue = await context.queues.describeQueue(name);
    return `<Queue>${url}${queueFields(queue, await context.queues.countMessages(name))}</Queue>`;
  });
  return { status: 200, xml: pageXml('Queues', found, listing, await Promise.all(entries)) };
};

/** The name of the queue in the path. @throws MnsError when no queue can have it. */
export function queueNameOf(context: MnsContext): string {
  const name = nameAt(context);
  if (name.length > LONGEST_NAME) {
    throw new MnsError(
      400,
      'QueueNameLengthError',
      `The name of a queue has ${LONGEST_NAME} characters at most.`,
    );
  }
  if (NAME.test(name)) return name;
  throw new MnsError(400, 'InvalidQueueName', 'The name of a queue has letters, digits, - and _ only.');
}

async function exists({ queues }: MnsContext, name: string): Promise<boolean> {
  try {
    await queues.describeQueue(name);
    return true;
  } catch (error) {
    if (error instanceof QueueError && error.code === 'QueueDoesNotExist') return false;
    throw error;
  }
}

function urlOf({ request: { endpoint } }: MnsContext, name: string): string {
  return `${endpoint}/queues/${name}`;
}
