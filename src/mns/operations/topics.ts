import type { MessageAttributes } from '../../queues/message.ts';
import { TAG_ATTRIBUTE } from '../../queues/topics/mns-notification.ts';
import { DEFAULT_MAX_BYTES } from '../../queues/topics/topic-attributes.ts';
import { TopicError } from '../../queues/topics/topic-error.ts';
import type { Topic } from '../../queues/topics/topic-store.ts';
import { childOf, textOf, type XmlElement } from '../../xml/element.ts';
import { pageXml, readListing } from '../listing.ts';
import { invalidArgument, MnsError } from '../mns-error.ts';
import {
  type MnsContext,
  type MnsOperation,
  nameAt,
  queryParameter,
  readBody,
  wholeNumber,
} from '../operation.ts';
import { checkLogging } from '../queue-attributes.ts';
import { document, fields } from '../xml/write-xml.ts';
import { md5Of } from './send.ts';

const RETENTION_SECONDS = 86_400;
const LONGEST_TAG = 16;

/** Creates a topic, or sets attributes of one. */
export const putTopic: MnsOperation = async (context) => {
  const name = nameAt(context);
  const body = readBody(context, 'Topic');
  checkLogging(body);
  const size = textOf(body, 'MaximumMessageSize');
  const attributes =
    size === undefined || size === ''
      ? {}
      : { MaximumMessageSize: String(wholeNumber('MaximumMessageSize', size, 1_024, 65_536)) };
  if (queryParameter(context, 'metaoverride') === 'true') {
    await context.topics.setTopicAttributes(name, attributes);
    return { status: 204 };
  }
  const existing = await findTopic(context, name);
  if (existing !== undefined) refuseDifference(existing, attributes);
  else await context.topics.createTopic(name, attributes);
  return { status: existing === undefined ? 201 : 204, location: urlOf(context, name) };
};

export const getTopic: MnsOperation = async (context) => {
  const topic = await context.topics.describeTopic(nameAt(context));
  return { status: 200, xml: document('Topic', topicFields(topic)) };
};

export const deleteTopic: MnsOperation = async (context) => {
  await context.topics.deleteTopic(nameAt(context));
  return { status: 204 };
};

export const listTopics: MnsOperation = async (context) => {
  const listing = readListing(context);
  const found = await context.topics.listTopics(listing.prefix, listing.marker, listing.limit + 1);
  const entries = found.slice(0, listing.limit).map((topic) => {
    const url = fields({ TopicURL: urlOf(context, topic.name) });
    return `<Topic>${url}${listing.withMeta ? topicFields(topic) : ''}</Topic>`;
  });
  const names = found.map(({ name }) => name);
  return { status: 200, xml: pageXml('Topics', names, listing, entries) };
};

export const publishMessage: MnsOperation = async (context) => {
  const body = readBody(context, 'Message');
  const message = textOf(body, 'MessageBody');
  if (message === undefined || message === '') {
    throw new MnsError(400, 'MalformedXML', 'A message needs a MessageBody.');
  }
  const [published] = await context.topics.publish(nameAt(context), [
    { message, attributes: attributesOf(body) },
  ]);
  if (published === undefined) throw new Error('a message was published and not answered');
  if ('error' in published) throw published.error;
  const content = fields({ MessageId: published.value.messageId, MessageBodyMD5: md5Of(message) });
  return { status: 201, xml: document('Message', content) };
};

/** The tag, and the attributes that the original sends along for mails and short messages. */
function attributesOf(message: XmlElement): MessageAttributes {
  const tag = textOf(message, TAG_ATTRIBUTE);
  if (tag !== undefined && tag.length > LONGEST_TAG) {
    throw invalidArgument(`MessageTag has ${LONGEST_TAG} characters at most.`);
  }
  const more = childOf(message, 'MessageAttributes')?.children ?? [];
  const found = [
    ...more.map(({ name, text }) => [name, text] as const),
    ...(tag ? [[TAG_ATTRIBUTE, tag] as const] : []),
  ];
  return Object.fromEntries(
    found
      .filter(([, text]) => text !== '')
      .map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
}

async function findTopic({ topics }: MnsContext, name: string): Promise<Topic | undefined> {
  try {
    return await topics.describeTopic(name);
  } catch (error) {
    if (error instanceof TopicError && error.code === 'NotFound') return undefined;
    throw error;
  }
}

function refuseDifference(topic: Topic, wanted: Readonly<Record<string, string>>): void {
  if (Object.entries(wanted).every(([name, value]) => topic.attributes[name] === value)) return;
  throw new MnsError(409, 'TopicAlreadyExist', `The topic ${topic.name} exists with other attributes.`);
}

function topicFields(topic: Topic): string {
  return fields({
    TopicName: topic.name,
    CreateTime: Math.floor(topic.createdAt / 1_000),
    LastModifyTime: Math.floor(topic.modifiedAt / 1_000),
    MaximumMessageSize: topic.attributes['MaximumMessageSize'] ?? DEFAULT_MAX_BYTES,
    MessageRetentionPeriod: RETENTION_SECONDS,
    MessageCount: 0,
    LoggingEnabled: 'False',
  });
}

function urlOf({ request: { endpoint } }: MnsContext, name: string): string {
  return `${endpoint}/topics/${name}`;
}
