import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { readRequest, writeResponse } from '../../../lambdas/api-event.ts';
import { authenticateByKeys } from '../../../src/api/protocol/authenticate.ts';
import { readCall } from '../../../src/api/protocol/read-call.ts';
import { createVirtualClock } from '../../../src/testing/memory/virtual-clock.ts';

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

describe('a call signed in its headers', () => {
  const FORM = 'FlowName=beacon&Input=%7B%22lamp%22%3A%22%2A~%20%2B%E7%81%AF%22%7D&ExecutionName=run-1';
  const NAMES =
    'content-type;host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version';
  const signed = event({
    routeKey: 'ANY /',
    rawPath: '/',
    rawQueryString: '',
    headers: {
      Authorization: `ACS3-HMAC-SHA256 Credential=LighthouseKey01,SignedHeaders=${NAMES},Signature=5c558734fe08cc593e8867b2fa5577b9e26300e2aed399958f17d99349778e6e`,
      'Content-Type': 'application/x-www-form-urlencoded',
      Host: 'flows.example.org:8080',
      'X-Acs-AccessKey-Id': 'LighthouseKey01',
      'X-Acs-Action': 'StartExecution',
      'X-Acs-Content-Sha256': '4f47d0f620c42e4519f4a6ed731982329eb34f9fa2a8e2fb6617749c039f877c',
      'X-Acs-Date': '2026-01-02T03:04:05Z',
      'X-Acs-Security-Token': 'sts/temporary+token=',
      'X-Acs-Signature-Nonce': '00112233445566778899aabbccddeeff',
      'X-Acs-Version': '2019-03-15',
    },
    body: Buffer.from(FORM).toString('base64'),
    isBase64Encoded: true,
  });

  test('passes through the gateway, its body in base64 or not', async () => {
    const keys = [{ id: 'LighthouseKey01', secret: 'keep-the-lamp-burning' }];
    for (const sent of [signed, { ...signed, body: FORM, isBase64Encoded: false }]) {
      const call = readCall(readRequest(sent), { requestBytes: 10_000 });
      expect(call.given.get('Action')).toBe('StartExecution');
      const authenticate = authenticateByKeys(keys, createVirtualClock(Date.parse('2026-01-02T03:05:00Z')));
      await expect(authenticate(call)).resolves.toBe('LighthouseKey01');
    }
  });
});
