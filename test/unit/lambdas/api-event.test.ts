import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { readRequest, writeResponse } from '../../../lambdas/api-event.ts';

function event(more: Partial<APIGatewayProxyEventV2>): APIGatewayProxyEventV2 {
  return {
    routeKey: 'ANY /{proxy+}',
    rawPath: '/ListFlows',
    rawQueryString: 'a=%20b',
    headers: { 'Content-Type': 'application/json' },
    requestContext: { http: { method: 'POST' } },
    isBase64Encoded: false,
    ...more,
  } as APIGatewayProxyEventV2;
}

describe('a request through the gateway', () => {
  test('keeps its method, path, encoded query, and headers by lower-case names', () => {
    expect(readRequest(event({ body: '{}' }))).toEqual({
      method: 'POST',
      path: '/ListFlows',
      query: 'a=%20b',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  });

  test('may have a body in base64, or none', () => {
    const { body } = readRequest(event({ body: 'w7w=', isBase64Encoded: true }));
    expect(Buffer.from(body).toString()).toBe('ü');
    expect(readRequest(event({})).body).toBe('');
  });

  test('on the open route is RPC whatever its path says, so that nothing gets past IAM', () => {
    const { path } = readRequest(event({ routeKey: 'ANY /', rawPath: '//StartExecution' }));
    expect(path).toBe('/');
  });

  test('of a user of the console names its operation behind /api/', () => {
    const { path } = readRequest(
      event({
        routeKey: 'POST /api/{operation}',
        rawPath: '/api/ListFlows',
        pathParameters: { operation: 'ListFlows' },
      }),
    );
    expect(path).toBe('/ListFlows');
  });
});

test('a response goes back as it is', () => {
  const response = { status: 404, headers: { 'content-type': 'application/json' }, body: '{"Code":"x"}' };
  expect(writeResponse(response)).toEqual({
    statusCode: 404,
    headers: { 'content-type': 'application/json' },
    body: '{"Code":"x"}',
  });
});
