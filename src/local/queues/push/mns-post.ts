import { createHash, randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../../common/json.ts';
import type { ReceivedMessage } from '../../../queues/message.ts';
import { formatOf, mnsNotification, TAG_ATTRIBUTE } from '../../../queues/topics/mns-notification.ts';
import type { Subscription } from '../../../queues/topics/topic-store.ts';
import type { Signer } from '../../signing/signer.ts';
import { fieldOf, readEnvelope } from './envelope.ts';
import type { Post } from './post.ts';

const TIMEOUT_MS = 5_000;
/** Path to which the original posts when an endpoint names none. */
const DEFAULT_PATH = '/notifications';

/** A message as the original sends it to an endpoint, signed by its headers. */
export async function mnsPost(
  subscription: Subscription,
  message: ReceivedMessage,
  signer: Signer,
  endpoint: string,
): Promise<Post> {
  const envelope = readEnvelope(subscription, message);
  const messageId = fieldOf(envelope, 'MessageId') || message.messageId;
  const tag = tagOf(envelope);
  const notice = {
    messageId,
    topic: subscription.topic,
    message: fieldOf(envelope, 'Message'),
    attributes: tag === undefined ? {} : { [TAG_ATTRIBUTE]: { DataType: 'String', StringValue: tag } },
    publishedAt: Date.parse(fieldOf(envelope, 'Timestamp')) || message.sentAt,
  };
  const body = mnsNotification(notice, subscription);
  const isSimple = formatOf(subscription) === 'SIMPLIFIED';
  const url = new URL(subscription.endpoint);
  if (url.pathname === '/') url.pathname = DEFAULT_PATH;
  const headers = {
    'content-md5': createHash('md5').update(body).digest('base64'),
    'content-type': isSimple ? 'text/plain;charset=utf-8' : contentTypeOf(subscription),
    date: new Date().toUTCString(),
    'x-mns-request-id': randomUUID().replaceAll('-', '').toUpperCase(),
    'x-mns-signing-cert-url': Buffer.from(`${endpoint}${await signer.certificatePath()}`).toString('base64'),
    'x-mns-version': '2015-06-06',
    ...(isSimple && {
      'x-mns-message-id': messageId,
      ...(tag !== undefined && { 'x-mns-message-tag': tag }),
    }),
  };
  const authorization = await signer.sign(textToSign(headers, url), 'sha1');
  return { url, body, timeoutMs: TIMEOUT_MS, headers: { ...headers, authorization } };
}

function contentTypeOf(subscription: Subscription): string {
  return formatOf(subscription) === 'JSON' ? 'application/json;charset=utf-8' : 'text/xml;charset=utf-8';
}

function textToSign(headers: Readonly<Record<string, string>>, url: URL): string {
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-mns-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`);
  const lines = ['POST', headers['content-md5'], headers['content-type'], headers['date']];
  return `${lines.join('\n')}\n${own.join('')}${url.pathname}${url.search}`;
}

function tagOf(envelope: JsonObject): string | undefined {
  const attributes = envelope['MessageAttributes'];
  const tag = isJsonObject(attributes) ? attributes[TAG_ATTRIBUTE] : undefined;
  const value = isJsonObject(tag) ? tag['Value'] : undefined;
  return typeof value === 'string' ? value : undefined;
}
