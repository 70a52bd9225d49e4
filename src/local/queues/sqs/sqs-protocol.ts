import { randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../../common/json.ts';
import { UnavailableError } from '../../../ports/unavailable.ts';
import { QueueError } from '../../../queues/queue-error.ts';
import type { QueueStore } from '../../../queues/queue-store.ts';
import type { ProtocolAnswer, ProtocolRequest } from '../../protocol-server.ts';
import { readForm } from '../query/form-tree.ts';
import { element, escapeXml } from '../query/xml-text.ts';
import { SQS_ACTIONS } from './actions.ts';
import { codeInQuery, typeInJson } from './errors.ts';
import { SQS_NAMES } from './query-names.ts';
import { resultXml } from './result-xml.ts';

const JSON_TYPE = 'application/x-amz-json-1.0';
const XML_TYPE = 'text/xml';
const NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';
const TARGET = 'AmazonSQS.';

/** A fault, with its names in both protocols. */
export interface SqsFault {
  readonly status: number;
  /** Its name in the JSON protocol. */
  readonly type: string;
  /** Its name in the query protocol. */
  readonly code: string;
  readonly message: string;
}

/** True for a request of the JSON protocol. */
export function isSqsJson({ headers }: Pick<ProtocolRequest, 'headers'>): boolean {
  return String(headers['x-amz-target'] ?? '').startsWith(TARGET);
}

/** Serves one request of the JSON protocol. */
export async function serveSqsJson(store: QueueStore, request: ProtocolRequest): Promise<ProtocolAnswer> {
  const action = String(request.headers['x-amz-target']).slice(TARGET.length);
  const outcome = await perform(store, request, action, () => parseBody(request.body));
  if ('fault' in outcome) return jsonFault(outcome.fault);
  return jsonAnswer(200, outcome.result, outcome.undo);
}

/** Serves one request of the query protocol; a queue may be named by the path. */
export async function serveSqsQuery(
  store: QueueStore,
  request: ProtocolRequest,
  form: URLSearchParams,
): Promise<ProtocolAnswer> {
  const action = form.get('Action') ?? '';
  const outcome = await perform(store, request, action, () => ({
    ...(request.path !== '/' && { QueueUrl: request.path }),
    ...readForm(form, SQS_NAMES),
  }));
  if ('fault' in outcome) return queryFault(outcome.fault);
  const result = resultXml(action, outcome.result);
  const metadata = element('ResponseMetadata', element('RequestId', randomUUID()));
  const content = `${result === '' ? '' : element(`${action}Result`, result)}${metadata}`;
  return xmlAnswer(
    200,
    `<${action}Response xmlns="${NAMESPACE}">${content}</${action}Response>`,
    outcome.undo,
  );
}

/** A fault in the form of the JSON protocol; the header is for clients that knew the query protocol. */
export function jsonFault({ status, type, code, message }: SqsFault): ProtocolAnswer {
  const answer = jsonAnswer(status, { __type: type, message });
  const who = status < 500 ? 'Sender' : 'Receiver';
  return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': `${code};${who}` } };
}

function queryFault({ status, code, message }: SqsFault): ProtocolAnswer {
  const type = element('Type', status < 500 ? 'Sender' : 'Receiver');
  const error = `${type}${element('Code', code)}${element('Message', escapeXml(message))}<Detail/>`;
  const content = `${element('Error', error)}${element('RequestId', randomUUID())}`;
  return xmlAnswer(status, `<ErrorResponse xmlns="${NAMESPACE}">${content}</ErrorResponse>`);
}

type Outcome =
  | { readonly result: JsonObject; readonly undo: (() => Promise<void>) | undefined }
  | { readonly fault: SqsFault };

async function perform(
  store: QueueStore,
  { endpoint, signal }: ProtocolRequest,
  name: string,
  read: () => JsonObject,
): Promise<Outcome> {
  const action = SQS_ACTIONS.get(name);
  if (action === undefined) return { fault: unknownAction(name) };
  let undo: (() => Promise<void>) | undefined;
  const onUndelivered = (given: () => Promise<void>) => {
    undo = given;
  };
  try {
    const result = await action(read(), { store, endpoint, signal, onUndelivered });
    return { result, undo };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function faultOf(error: unknown): SqsFault {
  if (error instanceof QueueError) {
    const { code, message } = error;
    return { status: 400, type: typeInJson(code), code: codeInQuery(code), message };
  }
  if (error instanceof UnavailableError) {
    const { message } = error;
    return { status: 500, type: 'com.amazonaws.sqs#InternalError', code: 'InternalError', message };
  }
  throw error;
}

function unknownAction(name: string): SqsFault {
  return {
    status: 400,
    type: 'com.amazon.coral.service#UnknownOperationException',
    code: 'InvalidAction',
    message: `The action ${name.slice(0, 100)} is not valid for this endpoint.`,
  };
}

function parseBody(body: Buffer): JsonObject {
  try {
    const parameters: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
    if (isJsonObject(parameters)) return parameters;
  } catch {
    // Said below.
  }
  throw new QueueError('InvalidParameterValue', 'The body of a request must be a JSON object.');
}

function jsonAnswer(status: number, result: JsonObject, undo?: () => Promise<void>): ProtocolAnswer {
  return answer(status, JSON_TYPE, JSON.stringify(result), undo);
}

function xmlAnswer(status: number, xml: string, undo?: () => Promise<void>): ProtocolAnswer {
  return answer(status, XML_TYPE, `<?xml version="1.0"?>${xml}`, undo);
}

function answer(status: number, type: string, body: string, undo?: () => Promise<void>): ProtocolAnswer {
  return {
    status,
    headers: { 'content-type': type, 'x-amzn-requestid': randomUUID() },
    body,
    // A message that cannot be given back now comes again when its time is over.
    ...(undo !== undefined && { onUndelivered: () => void undo().catch(() => {}) }),
  };
}
