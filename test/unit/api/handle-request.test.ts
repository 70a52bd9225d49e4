import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../src/api/api-error.ts';
import { authenticateByKeys } from '../../../src/api/protocol/authenticate.ts';
import type { ApiRequest } from '../../../src/api/protocol/request.ts';
import { signRpc } from '../../../src/api/protocol/rpc-signature.ts';
import { MemoryFlowStore } from '../../../src/testing/memory/flow-store.ts';
import { createVirtualClock } from '../../../src/testing/memory/virtual-clock.ts';
import { TWO_PASSES } from '../../helpers/api-flows.ts';
import { type ApiHome, HOME_START, openApiHome } from '../../helpers/api-home.ts';

const LIST = 'Action=ListFlows&Version=2019-03-15';

async function send({ api }: ApiHome, request: Partial<ApiRequest>) {
  const response = await api({
    method: 'GET',
    path: '/',
    query: '',
    headers: { host: 'api.test:8080' },
    body: '',
    ...request,
  });
  expect(response.headers).toEqual({ 'content-type': 'application/json; charset=utf-8' });
  return { status: response.status, body: JSON.parse(response.body) };
}

class BrokenFlowStore extends MemoryFlowStore {
  override async listFlows(): Promise<never> {
    throw new TypeError('secret payload {"card":1}');
  }
}

describe('a response', () => {
  test('of success has status 200 and no code', async () => {
    const { status, body } = await send(openApiHome(), { query: LIST });
    expect(status).toBe(200);
    expect(body).toEqual({
      Flows: [],
      RequestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
  });

  test('of failure has the code, its status, a message, the request and the host', async () => {
    const { status, body } = await send(openApiHome(), {
      query: 'Action=X&Version=2019-03-15&RequestId=r-1',
    });
    expect(status).toBe(400);
    expect(body).toEqual({
      RequestId: 'r-1',
      HostId: 'api.test:8080',
      Code: 'ActionNotSupported',
      Message: expect.stringContaining('Operation "X" is not known'),
    });
  });

  test.each<[string, Partial<ApiRequest>, number, string]>([
    [
      'an unknown path',
      { method: 'POST', path: '/nowhere', headers: { 'content-type': 'application/json' }, body: '{}' },
      400,
      'ActionNotSupported',
    ],
    ['a wrong method', { method: 'DELETE' }, 400, 'InvalidArgument'],
    ['a wrong content type', { method: 'POST', body: 'x' }, 415, 'UnsupportedMediaType'],
    ['a broken escape', { query: '%' }, 400, 'InvalidArgument'],
    ['no parameters', {}, 400, 'MissingRequiredParams'],
    ['another version', { query: 'Action=ListFlows&Version=1' }, 400, 'APIVersionNotSupported'],
    ['too many bytes', { query: `${LIST}&A=${'x'.repeat(10 * 1024 * 1024)}` }, 400, 'EntityTooLarge'],
    ['a bad parameter', { query: `${LIST}&Limit=0` }, 400, 'InvalidArgument'],
  ])('is JSON for %s too', async (_title, request, status, code) => {
    const answer = await send(openApiHome(), request);
    expect(answer).toMatchObject({ status, body: { Code: code, RequestId: expect.stringMatching(/./) } });
  });

  test('survives a host that is missing', async () => {
    expect((await send(openApiHome(), { headers: {} })).body).toMatchObject({ HostId: '' });
  });
});

describe('the request id', () => {
  test.each([
    ['r-1', true],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
    ['', false],
    ['a%0Ab', false],
    ['a%20b', false],
  ])('%s comes back: %s', async (id, isEchoed) => {
    const { body } = await send(openApiHome(), { query: `${LIST}&RequestId=${id}` });
    if (isEchoed) expect(body.RequestId).toBe(id);
    else expect(body.RequestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a fault of the service', () => {
  test('is told to the log alone, which holds no payload', async () => {
    const home = openApiHome({ flows: new BrokenFlowStore() });
    const { status, body } = await send(home, { query: `${LIST}&RequestId=r-1` });
    expect({ status, ...body }).toEqual({
      status: 500,
      RequestId: 'r-1',
      HostId: 'api.test:8080',
      Code: 'InternalServerError',
      Message: 'The service failed; try again',
    });
    expect(home.logged).toEqual([
      {
        level: 'error',
        message: 'An API request failed unexpectedly',
        fields: {
          requestId: 'r-1',
          error: 'TypeError',
          at: expect.stringMatching(/listFlows .*handle-request\.test\.ts/),
        },
      },
    ]);
    expect(JSON.stringify(home.logged)).not.toContain('card');
  });

  test('may throw anything', async () => {
    const home = openApiHome({
      authenticate: async () => {
        throw 'a text';
      },
    });
    expect((await send(home, { query: LIST })).body).toMatchObject({ Code: 'InternalServerError' });
    expect(home.logged).toMatchObject([{ fields: { error: 'string', at: '' } }]);
  });
});

test('a call may be signed over query and form together, as newer clients do', async () => {
  const home = openApiHome({
    authenticate: authenticateByKeys(
      [{ id: 'testid', secret: 'testsecret' }],
      createVirtualClock(HOME_START),
    ),
  });
  const system = {
    Action: 'DescribeFlow',
    Version: '2019-03-15',
    Format: 'json',
    AccessKeyId: 'testid',
    SignatureNonce: 'n',
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    Timestamp: '2024-01-02T03:04:05Z',
  };
  const api = { Name: 'nobody', Note: 'a b+c' };
  const Signature = signRpc('POST', new Map(Object.entries({ ...system, ...api })), 'testsecret');
  const request = {
    method: 'POST',
    query: new URLSearchParams({ ...system, Signature }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
  const body = new URLSearchParams(api).toString();
  const forged = await send(home, { ...request, body: `${body}x` });
  expect(forged.body).toMatchObject({ Code: 'SignatureNotMatch' });
  expect((await send(home, { ...request, body })).body).toMatchObject({ Code: 'FlowNotExists' });
});

test('a call that may not pass does nothing', async () => {
  const home = openApiHome({
    authenticate: async (call) => {
      if (call.binding === 'rpc') throw new ApiError('AccessDenied', `not ${call.given.get('Name')}`);
    },
  });
  await home.call('CreateFlow', { Name: 'f', Definition: TWO_PASSES, Description: '', Type: 'FDL' });
  const query = 'Action=DeleteFlow&Version=2019-03-15&Name=f&RequestId=r-1';
  const { status, body } = await send(home, { query });
  expect({ status, ...body }).toMatchObject({
    status: 403,
    Code: 'AccessDenied',
    Message: 'not f',
    RequestId: 'r-1',
  });
  expect(await home.call('DescribeFlow', { Name: 'f' })).toMatchObject({ Name: 'f' });
});
