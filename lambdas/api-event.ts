import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ApiRequest, ApiResponse } from '../src/api/protocol/request.ts';
import { RPC_ROUTE, USERS_PATH } from './environment.ts';

/**
 * The request in an event of an HTTP API (payload version 2).
 *
 * A request on the open route is served as RPC with any path, so no request gets past the gateway's check of the JSON
 * routes.
 */
export function readRequest(event: APIGatewayProxyEventV2): ApiRequest {
  const { body = '', isBase64Encoded, headers, rawQueryString, requestContext } = event;
  return {
    method: requestContext.http.method,
    path: pathOf(event),
    query: rawQueryString,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}

function pathOf({ routeKey, rawPath, pathParameters }: APIGatewayProxyEventV2): string {
  if (routeKey === RPC_ROUTE) return '/';
  return routeKey === `POST ${USERS_PATH}{operation}` ? `/${pathParameters?.['operation']}` : rawPath;
}

/** Bytes that a body may take as a text in the result of the function, which may have 6 MB; base64 takes a third more than the body, a text with many quotes twice as much. */
const MAX_TEXT_BYTES = 5_900_000;
/** UTF-16 units that cannot take so much, escaped or not. */
const SURELY_SMALL = MAX_TEXT_BYTES / 6;

/** The response in the form of the HTTP API. */
export function writeResponse({ status, headers, body }: ApiResponse): APIGatewayProxyStructuredResultV2 {
  const event = { statusCode: status, headers: { ...headers } };
  if (body.length < SURELY_SMALL || Buffer.byteLength(JSON.stringify(body)) <= MAX_TEXT_BYTES)
    return { ...event, body };
  return { ...event, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}
