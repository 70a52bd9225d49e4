import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '../../ports/logger.ts';
import type { QueueStore } from '../../queues/queue-store.ts';
import type { TopicStore } from '../../queues/topics/topic-store.ts';
import type { Protocol, ProtocolAnswer, ProtocolRequest, Refusal } from '../protocol-server.ts';
import { CERTIFICATE_PATH, type Signer } from '../signing/signer.ts';
import { authenticateBySignature } from '../sigv4/authentication.ts';
import type { SignatureRefusal } from '../sigv4/verify-signature.ts';
import { SNS_ACTIONS } from './sns/actions.ts';
import { LINKS } from './sns/links.ts';
import { serveSns, snsFault } from './sns/sns-protocol.ts';
import { isSqsJson, jsonFault, serveSqsJson, serveSqsQuery } from './sqs/sqs-protocol.ts';

/** The services behind the protocols. */
export interface QueueServices {
  readonly queues: QueueStore;
  readonly topics: TopicStore;
  readonly signer: Signer;
  readonly logger: Logger;
}

/** Enough for a batch of 1 MiB in which every character is escaped, and the request around it. */
const MAX_REQUEST_BYTES = 8 * 1024 * 1024;
const SQS_VERSION = '2012-11-05';

/** The protocols of SQS and SNS, which share a port. */
export function queueProtocol(services: QueueServices): Protocol {
  return {
    maxBytes: MAX_REQUEST_BYTES,
    authenticate: (request, credentials) =>
      isLink(request)
        ? { bodyRefusal: () => undefined }
        : authenticateBySignature(request, { credentials, services: ['sqs', 'sns'] }, (refusal) =>
            unsigned(refusal, request.headers),
          ),
    serve: (request) => serve(request, services),
    refuse,
    onFault: (error) => services.logger.error('a request about queues failed', { reason: String(error) }),
  };
}

async function serve(request: ProtocolRequest, services: QueueServices): Promise<ProtocolAnswer> {
  const { method, body, query } = request;
  if (method === 'GET') return await serveLink(request, services);
  if (method !== 'POST') return notServed();
  if (isSqsJson(request)) return await serveSqsJson(services.queues, request);
  const form = new URLSearchParams(body.length > 0 ? body.toString() : query);
  return isForSns(request, form)
    ? await serveSns(services.topics, form)
    : await serveSqsQuery(services.queues, request, form);
}

/** Serves the links that endpoints get. A caller that knows one may follow it: it holds a token that only the endpoint got. */
async function serveLink(
  { path, query }: ProtocolRequest,
  { topics, signer }: QueueServices,
): Promise<ProtocolAnswer> {
  const certificate = await signer.certificateAt(path);
  if (certificate !== undefined) {
    return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: certificate };
  }
  const action = Object.hasOwn(LINKS, path) ? LINKS[path] : undefined;
  if (action === undefined) return notServed();
  const form = new URLSearchParams(query);
  form.set('Action', action);
  return await serveSns(topics, form);
}

/** Two actions have the same name in both protocols: their parameters tell them apart. */
function isForSns({ path }: ProtocolRequest, form: URLSearchParams): boolean {
  if (form.get('Version') === SQS_VERSION || path !== '/' || form.has('QueueUrl')) return false;
  return SNS_ACTIONS.has(form.get('Action') ?? '') || form.get('Version') !== null;
}

function notServed(): ProtocolAnswer {
  const body = JSON.stringify({ message: 'Queues and topics are served on POST / only' });
  return { status: 404, headers: { 'content-type': 'application/json' }, body };
}

/** Links are opened by programs that have no key: an endpoint, or a client that checks a message that it got. */
function isLink({
  method,
  url = '',
}: {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}) {
  const [path = ''] = url.split('?');
  return method === 'GET' && (Object.hasOwn(LINKS, path) || path.startsWith(CERTIFICATE_PATH));
}

const SIGNATURE_CODES: Readonly<Record<SignatureRefusal['problem'], readonly [400 | 403, string]>> = {
  missing: [403, 'MissingAuthenticationToken'],
  malformed: [400, 'IncompleteSignature'],
  unknownKey: [403, 'InvalidClientTokenId'],
  mismatch: [403, 'SignatureDoesNotMatch'],
  skewed: [403, 'RequestExpired'],
  expired: [403, 'RequestExpired'],
  body: [403, 'SignatureDoesNotMatch'],
};

function unsigned({ problem, message }: SignatureRefusal, headers: IncomingHttpHeaders): ProtocolAnswer {
  const [status, code] = SIGNATURE_CODES[problem];
  return fault(status, code, message, headers);
}

function refuse({ status, message }: Refusal, headers: IncomingHttpHeaders): ProtocolAnswer {
  return fault(status, CODES[status], message, headers);
}

function fault(status: number, code: string, message: string, headers: IncomingHttpHeaders): ProtocolAnswer {
  if (!isSqsJson({ headers })) return snsFault(status, code, message);
  return jsonFault({ status, type: `com.amazonaws.sqs#${code}`, code, message });
}

const CODES: Readonly<Record<Refusal['status'], string>> = {
  403: 'AccessDenied',
  413: 'RequestEntityTooLarge',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};
