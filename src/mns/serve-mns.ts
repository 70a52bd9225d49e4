import { randomBytes } from 'node:crypto';
import { toldError } from './error-codes.ts';
import { MnsError } from './mns-error.ts';
import type { MnsAnswer, MnsRequest, MnsResult } from './mns-request.ts';
import { routeOf } from './routes.ts';
import type { MnsServices } from './services.ts';
import { checkBodyDigest } from './signature.ts';
import { document, fields } from './xml/write-xml.ts';

const VERSION = '2015-06-06';

/** Serves one request of the protocol, whose signature was checked. @throws errors that are no fault of the request. */
export async function serveMns(request: MnsRequest, services: MnsServices, now: number): Promise<MnsAnswer> {
  try {
    const { headers, method, path, body } = request;
    const version = headers['x-mns-version'];
    if (version !== undefined && version !== VERSION) {
      throw new MnsError(400, 'InvalidArgument', `x-mns-version is ${VERSION}.`);
    }
    checkBodyDigest(headers['content-md5'], body);
    const route = routeOf(method, path);
    if (route === undefined) {
      throw new MnsError(
        400,
        'InvalidRequestURL',
        `Here is nothing to ${method.slice(0, 20)} at this address.`,
      );
    }
    return answerOf(await route.operation({ ...services, request, names: route.names, now }));
  } catch (error) {
    const told = toldError(error);
    if (told === undefined) throw error;
    return errorAnswer(told, request.endpoint);
  }
}

/** An error in the form of the protocol. */
export function errorAnswer({ status, code, message }: MnsError, endpoint: string): MnsAnswer {
  const requestId = newRequestId();
  const content = fields({ Code: code, Message: message, RequestId: requestId, HostId: endpoint });
  return answerOf({ status, xml: document('Error', content) }, requestId);
}

function answerOf({ status, location, xml, undo }: MnsResult, requestId = newRequestId()): MnsAnswer {
  return {
    status,
    headers: {
      'x-mns-request-id': requestId,
      'x-mns-version': VERSION,
      ...(location !== undefined && { location }),
      ...(xml !== undefined && { 'content-type': 'text/xml;charset=utf-8' }),
    },
    body: xml ?? '',
    ...(undo !== undefined && { undo }),
  };
}

function newRequestId(): string {
  return randomBytes(12).toString('hex').toUpperCase();
}
