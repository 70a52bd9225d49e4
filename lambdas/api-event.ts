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

/** The response in the form of the HTTP API. */
export function writeResponse({ status, headers, body }: ApiResponse): APIGatewayProxyStructuredResultV2 {
  return { statusCode: status, headers: { ...headers }, body };
}
