import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { AwsMnsServices } from '../src/adapters/aws/mns/mns-services.ts';
import { toldError } from '../src/mns/error-codes.ts';
import { MnsError } from '../src/mns/mns-error.ts';
import type { MnsAnswer, MnsRequest } from '../src/mns/mns-request.ts';
import { errorAnswer, serveMns } from '../src/mns/serve-mns.ts';
import { checkSignature } from '../src/mns/signature.ts';
import type { Logger } from '../src/ports/logger.ts';
import type { AccessKeys } from './access-keys.ts';

/** The services for serving a request. */
export interface SignedServing {
  readonly services: AwsMnsServices;
  readonly accessKeys: () => Promise<AccessKeys>;
  readonly logger: Logger;
}

/** Serves a request if it is signed with one of the access keys. A fault of the service is logged; the caller gets no details. */
export async function serveSigned(
  request: MnsRequest,
  { services, accessKeys, logger }: SignedServing,
): Promise<MnsAnswer> {
  try {
    const { keys } = await accessKeys();
    checkSignature(request, keys, services.clock.now());
    return await serveMns(request, services, services.clock.now());
  } catch (error) {
    const told = toldError(error);
    if (told !== undefined) return errorAnswer(told, request.endpoint);
    logger.error('a request of the MNS protocol failed', { reason: String(error) });
    const fault = new MnsError(500, 'InternalError', 'The service could not serve the request; try again.');
    return errorAnswer(fault, request.endpoint);
  }
}

/** The request in an event of an HTTP API (payload version 2). */
export function readMnsRequest(event: APIGatewayProxyEventV2): MnsRequest {
  const { body = '', isBase64Encoded, headers, rawPath, rawQueryString, requestContext } = event;
  return {
    method: requestContext.http.method,
    path: rawPath,
    query: rawQueryString,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString() : body,
    endpoint: `https://${requestContext.domainName}`,
  };
}

/** The response in the form of the HTTP API. */
export function writeMnsAnswer({ status, headers, body }: MnsAnswer): APIGatewayProxyStructuredResultV2 {
  return { statusCode: status, headers: { ...headers }, body };
}
