import { ACCOUNT } from '../../queues/names.ts';
import { formatOf, NOTIFY_FORMATS } from '../../queues/topics/mns-notification.ts';
import { mnsQueueOf } from '../../queues/topics/push-queue.ts';
import { TopicError } from '../../queues/topics/topic-error.ts';
import type { Subscription } from '../../queues/topics/topic-store.ts';
import { textOf, type XmlElement } from '../../xml/element.ts';
import { pageXml, readListing } from '../listing.ts';
import { invalidArgument, MnsError } from '../mns-error.ts';
import { type MnsContext, type MnsOperation, nameAt, queryParameter, readBody } from '../operation.ts';
import { document, fields } from '../xml/write-xml.ts';

const STRATEGIES = ['BACKOFF_RETRY', 'EXPONENTIAL_DECAY_RETRY'];
const LONGEST_TAG = 16;
const NAME = /^[A-Za-z0-9_-]{1,256}$/;

/** Subscribes an endpoint to a topic, or changes how it is called. */
export const putSubscription: MnsOperation = async (context) => {
  const topic = nameAt(context);
  const name = nameAt(context, 1);
  if (!NAME.test(name))
    throw invalidArgument('The name of a subscription has 1 to 256 letters, digits, - and _.');
  const body = readBody(context, 'Subscription');
  const attributes = readAttributes(body);
  if (queryParameter(context, 'metaoverride') === 'true') {
    await context.topics.setSubscriptionAttributes((await find(context)).id, attributes);
    return { status: 204 };
  }
  const isThere = (await listAll(context)).some((each) => each.name === name);
  try {
    const endpoint = readEndpoint(body);
    await context.topics.subscribe({
      topic,
      name,
      protocol: 'mns',
      endpoint,
      attributes,
      needsConfirmation: false,
    });
  } catch (error) {
    if (!(error instanceof TopicError) || error.code !== 'SubscriptionExists') throw error;
    throw new MnsError(
      409,
      'SubscriptionAlreadyExist',
      `The subscription ${name} exists with other attributes.`,
    );
  }
  return { status: isThere ? 204 : 201, location: urlOf(context, name) };
};

export const getSubscription: MnsOperation = async (context) => ({
  status: 200,
  xml: document('Subscription', subscriptionFields(await find(context))),
});

export const deleteSubscription: MnsOperation = async (context) => {
  const found = (await listAll(context)).find(({ name }) => name === nameAt(context, 1));
  if (found !== undefined) await context.topics.unsubscribe(found.id);
  return { status: 204 };
};

export const listSubscriptions: MnsOperation = async (context) => {
  const listing = readListing(context);
  const named = (await listAll(context)).filter(({ name }) => name.startsWith(listing.prefix));
  const sorted = named.sort((a, b) => (a.name < b.name ? -1 : 1)).filter(({ name }) => name > listing.marker);
  const entries = sorted
    .slice(0, listing.limit)
    .map(({ name }) => `<Subscription>${fields({ SubscriptionURL: urlOf(context, name) })}</Subscription>`);
  const names = sorted.map(({ name }) => name);
  return { status: 200, xml: pageXml('Subscriptions', names, listing, entries) };
};

async function find(context: MnsContext): Promise<Subscription> {
  const name = nameAt(context, 1);
  const found = (await listAll(context)).find((each) => each.name === name);
  if (found === undefined)
    throw new MnsError(404, 'SubscriptionNotExist', `There is no subscription ${name}.`);
  return found;
}

async function listAll(context: MnsContext): Promise<Subscription[]> {
  return [...(await context.topics.listSubscriptions(nameAt(context), '', Number.MAX_SAFE_INTEGER))];
}

function readEndpoint(subscription: XmlElement): string {
  const endpoint = textOf(subscription, 'Endpoint') ?? '';
  const isUrl = /^https?:\/\//.test(endpoint) && URL.canParse(endpoint);
  if (isUrl || mnsQueueOf(endpoint) !== undefined) return endpoint;
  throw invalidArgument('Endpoint is http://…, https://… or acs:mns:{region}:{account}:queues/{queue} here.');
}

function readAttributes(subscription: XmlElement): Readonly<Record<string, string>> {
  const strategy = textOf(subscription, 'NotifyStrategy');
  const format = textOf(subscription, 'NotifyContentFormat');
  const tag = textOf(subscription, 'FilterTag');
  if (strategy && !STRATEGIES.includes(strategy))
    throw invalidArgument(`NotifyStrategy is ${STRATEGIES.join(' or ')}.`);
  if (format && !NOTIFY_FORMATS.some((known) => known === format)) {
    throw invalidArgument(`NotifyContentFormat is ${NOTIFY_FORMATS.join(', ')}.`);
  }
  if (tag !== undefined && tag.length > LONGEST_TAG)
    throw invalidArgument(`FilterTag has ${LONGEST_TAG} characters at most.`);
  return {
    ...(strategy && { NotifyStrategy: strategy }),
    ...(format && { NotifyContentFormat: format }),
    ...(tag && { FilterTag: tag }),
  };
}

function subscriptionFields(subscription: Subscription): string {
  const { name, topic, endpoint, attributes, createdAt, modifiedAt } = subscription;
  return fields({
    SubscriptionName: name,
    Subscriber: ACCOUNT,
    TopicOwner: ACCOUNT,
    TopicName: topic,
    Endpoint: endpoint,
    NotifyStrategy: attributes['NotifyStrategy'] ?? 'BACKOFF_RETRY',
    NotifyContentFormat: formatOf(subscription),
    FilterTag: attributes['FilterTag'] ?? '',
    CreateTime: Math.floor(createdAt / 1_000),
    LastModifyTime: Math.floor(modifiedAt / 1_000),
  });
}

function urlOf(context: MnsContext, name: string): string {
  return `${context.request.endpoint}/topics/${nameAt(context)}/subscriptions/${name}`;
}
