import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { toldError } from '../../mns/error-codes.ts';
import { MnsError } from '../../mns/mns-error.ts';
import type { MnsAnswer } from '../../mns/mns-request.ts';
import { errorAnswer, serveMns } from '../../mns/serve-mns.ts';
import type { MnsServices } from '../../mns/services.ts';
import { checkSignature } from '../../mns/signature.ts';
import type { Logger } from '../../ports/logger.ts';
import { UnavailableError } from '../../ports/unavailable.ts';
import {
  type Authentication,
  type ListenOptions,
  openProtocolServer,
  type Protocol,
  type ProtocolAnswer,
  type ProtocolRequest,
  type ProtocolServer,
  type Refusal,
} from '../protocol-server.ts';
import type { Credentials } from '../server-options.ts';
import { CERTIFICATE_PATH, type Signer } from '../signing/signer.ts';

/** The services behind the protocol. */
export interface MnsServerServices extends MnsServices {
  readonly signer: Signer;
  readonly logger: Logger;
}

/** Sixteen messages of 1 MiB would be larger; the original takes 64 KiB of all together. */
const MAX_REQUEST_BYTES = 8 * 1024 * 1024;

/** Serves queues and topics behind the original's protocol, on a port of its own. */
export function openMnsServer(options: ListenOptions, services: MnsServerServices): Promise<ProtocolServer> {
  const protocol: Protocol = {
    maxBytes: MAX_REQUEST_BYTES,
    authenticate,
    serve: (request) => serve(request, services),
    refuse,
    onFault: (error) =>
      services.logger.error('a request of the MNS protocol failed', { reason: String(error) }),
  };
  return openProtocolServer(options, async () => protocol);
}

async function serve(request: ProtocolRequest, services: MnsServerServices): Promise<ProtocolAnswer> {
  const { method, path, endpoint } = request;
  const certificate = method === 'GET' ? await services.signer.certificateAt(path) : undefined;
  if (certificate !== undefined) {
    return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: certificate };
  }
  const call = { ...request, headers: singleHeaders(request.headers), body: request.body.toString() };
  try {
    return sent(await serveMns(call, services, Date.now()));
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return sent(errorAnswer(new MnsError(500, 'InternalServerError', error.message), endpoint));
  }
}

function authenticate(
  request: IncomingMessage,
  { accessKeyId, accessKeySecret }: Credentials,
): Authentication {
  const { method = '', url = '/', headers } = request;
  const [path = '', ...query] = url.split('?');
  const isCertificate = method === 'GET' && path.startsWith(CERTIFICATE_PATH);
  try {
    const signed = { method, path, query: query.join('?'), headers: singleHeaders(headers) };
    if (!isCertificate) checkSignature(signed, [{ id: accessKeyId, secret: accessKeySecret }], Date.now());
    return { bodyRefusal: () => undefined };
  } catch (error) {
    const told = toldError(error);
    if (told === undefined) throw error;
    return { refusal: sent(errorAnswer(told, `http://${headers.host}`)) };
  }
}

function refuse({ status, message }: Refusal, headers: IncomingHttpHeaders): ProtocolAnswer {
  const code = status === 403 ? 'AccessDenied' : status === 413 ? 'InvalidArgument' : 'InternalServerError';
  return sent(errorAnswer(new MnsError(status, code, message), `http://${headers.host}`));
}

function sent({ undo, ...answer }: MnsAnswer): ProtocolAnswer {
  // A message that cannot be given back now comes again when its time is over.
  return { ...answer, ...(undo !== undefined && { onUndelivered: () => void undo().catch(() => {}) }) };
}

function singleHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : value,
  ]);
  return Object.fromEntries(entries);
}
