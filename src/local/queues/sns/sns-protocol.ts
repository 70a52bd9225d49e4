import { randomUUID } from 'node:crypto';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../common/json.ts';
import { UnavailableError } from '../../../ports/unavailable.ts';
import { QueueError } from '../../../queues/queue-error.ts';
import { TopicError, type TopicErrorCode } from '../../../queues/topics/topic-error.ts';
import type { TopicStore } from '../../../queues/topics/topic-store.ts';
import type { ProtocolAnswer } from '../../protocol-server.ts';
import { type QueryNames, readForm } from '../query/form-tree.ts';
import { element, escapeXml } from '../query/xml-text.ts';
import { SNS_ACTIONS } from './actions.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

const NAMES: QueryNames = {
  lists: {
    PublishBatchRequestEntries: 'PublishBatchRequestEntries',
    TagKeys: 'TagKeys',
    AWSAccountId: 'AWSAccountId',
    ActionName: 'ActionName',
  },
  maps: { Attributes: 'Attributes', MessageAttributes: 'MessageAttributes', Tags: 'Tags' },
};

/** Serves one request of the SNS protocol. */
export async function serveSns(topics: TopicStore, form: URLSearchParams): Promise<ProtocolAnswer> {
  const name = form.get('Action') ?? '';
  const action = SNS_ACTIONS.get(name);
  if (action === undefined) {
    return snsFault(400, 'InvalidAction', `The action ${name.slice(0, 100)} is not valid for this endpoint.`);
  }
  try {
    const result = fields(await action(readForm(form, NAMES), { topics }));
    const metadata = element('ResponseMetadata', element('RequestId', randomUUID()));
    const content = `${element(`${name}Result`, result)}${metadata}`;
    return xml(200, `<${name}Response xmlns="${NAMESPACE}">${content}</${name}Response>`);
  } catch (error) {
    if (error instanceof TopicError)
      return snsFault(statusOf(error.code), publicCode(error.code), error.message);
    if (error instanceof QueueError) return snsFault(400, 'InvalidParameter', error.message);
    if (error instanceof UnavailableError) return snsFault(500, 'InternalError', error.message);
    throw error;
  }
}

/** A fault in the form of the protocol. */
export function snsFault(status: number, code: string, message: string): ProtocolAnswer {
  const type = element('Type', status < 500 ? 'Sender' : 'Receiver');
  const error = element('Error', type + element('Code', code) + element('Message', escapeXml(message)));
  return xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}">${error}${element('RequestId', randomUUID())}</ErrorResponse>`,
  );
}

function statusOf(code: TopicErrorCode): number {
  return code === 'NotFound' || code === 'ResourceNotFound' ? 404 : 400;
}

function publicCode(code: TopicErrorCode): string {
  return code === 'SubscriptionExists' ? 'InvalidParameter' : code;
}

function fields(result: JsonObject): string {
  return Object.entries(result)
    .map(([name, value]) => element(name, content(name, value)))
    .join('');
}

function content(name: string, value: JsonValue): string {
  if (isJsonArray(value)) return value.map((each) => element('member', content('', each))).join('');
  if (!isJsonObject(value)) return escapeXml(String(value));
  if (name !== 'Attributes') return fields(value);
  return Object.entries(value)
    .map(([key, each]) =>
      element('entry', element('key', escapeXml(key)) + element('value', content('', each))),
    )
    .join('');
}

function xml(status: number, body: string): ProtocolAnswer {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() };
  return { status, headers, body };
}
