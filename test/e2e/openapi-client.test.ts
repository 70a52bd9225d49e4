import { afterAll, beforeAll, expect, test } from 'vitest';
import { TWO_PASSES } from '../helpers/api-flows.ts';
import { HARD_TEXT, KEY, type KeyedApi, openKeyedApi } from '../helpers/keyed-api.ts';
import { type OpenApiCall, openOpenApiClient, type SignatureVersion } from '../helpers/openapi-client.ts';

const SIGNATURES: readonly SignatureVersion[] = ['v2', 'v3'];

let server: KeyedApi;

beforeAll(async () => {
  server = await openKeyedApi();
});
afterAll(() => server[Symbol.asyncDispose]());

function connect(signature: SignatureVersion, secret = KEY.accessKeySecret, token?: string): OpenApiCall {
  return openOpenApiClient({
    endpoint: server.url,
    ...KEY,
    accessKeySecret: secret,
    signature,
    ...(token !== undefined && { securityToken: token }),
  });
}

test.each(SIGNATURES)(
  'a client that signs by %s creates a flow, runs it and reads its history',
  async (v) => {
    const call = connect(v);
    const Name = `flow-${v}`;
    const Description = HARD_TEXT;
    await call('CreateFlow', { Name, Description, Type: 'FDL', Definition: TWO_PASSES });
    expect(await call('DescribeFlow', { Name })).toMatchObject({ Name, Description, Definition: TWO_PASSES });
    expect(await call('ListFlows', { Limit: 60 })).toMatchObject({
      Flows: expect.arrayContaining([expect.objectContaining({ Name })]),
    });
    const Input = JSON.stringify({ text: HARD_TEXT });
    await call('StartExecution', { FlowName: Name, ExecutionName: 'run', Input });
    await server.home.settle();
    const key = { FlowName: Name, ExecutionName: 'run' };
    expect(await call('DescribeExecution', key)).toMatchObject({ Status: 'Succeeded', Input });
    const { Events } = await call('GetExecutionHistory', { ...key, Limit: 3 });
    expect(Events).toHaveLength(3);
    expect(await call('ListExecutions', { FlowName: Name, ExecutionNamePrefix: 'r' })).toHaveProperty(
      'Executions',
    );
    await call('DeleteFlow', { Name });
  },
);

test.each(SIGNATURES)('a client that signs by %s sends and reads the fields of today', async (v) => {
  const call = connect(v);
  const Environment = { Variables: [{ Name: 'lamp', Value: HARD_TEXT }] };
  const flow = { Name: `today-${v}`, Description: '', Type: 'FDL', Definition: TWO_PASSES };
  const more = {
    ExecutionMode: 'Express',
    ResourceGroupId: `rg-${v}`,
    Environment: JSON.stringify(Environment),
  };
  expect(await call('CreateFlow', { ...flow, ...more })).toMatchObject({ ...more, Environment });
  const { Flows } = await call('ListFlows', { ResourceGroupId: `rg-${v}` });
  expect(Flows).toEqual([expect.objectContaining({ Name: flow.Name })]);
  expect(await call('DescribeRegions', { AcceptLanguage: 'en-US' })).toMatchObject({
    Regions: { Region: [{ RegionId: 'local', RegionEndpoint: new URL(server.url).host }] },
  });
  expect(await call('ListExecutions', { FlowName: flow.Name, MetadataOnly: 'True' })).toMatchObject({
    Executions: [],
  });
});

test.each(SIGNATURES)('a client that signs by %s reads why a call is refused', async (v) => {
  await expect(connect(v, 'wrong')('ListFlows')).rejects.toMatchObject({ code: 'SignatureNotMatch' });
  await expect(connect(v)('DescribeFlow', { Name: HARD_TEXT })).rejects.toMatchObject({
    code: 'InvalidArgument',
  });
  await expect(connect(v)('DescribeFlow', { Name: 'nowhere' })).rejects.toMatchObject({
    code: 'FlowNotExists',
    message: expect.stringContaining("Flow 'nowhere' does not exist"),
  });
});

test.each(SIGNATURES)('a client that signs by %s sends its token, which is signed', async (v) => {
  expect(await connect(v, KEY.accessKeySecret, 'sts/temporary+token=')('ListFlows')).toHaveProperty('Flows');
});

test('clients of both signatures call at once', async () => {
  const calls = Array.from({ length: 20 }, (_, n) => connect(n % 2 === 0 ? 'v2' : 'v3'));
  const answers = await Promise.all(calls.map((call, n) => call('ListFlows', { Limit: n + 1 })));
  expect(answers.every((answer) => Array.isArray(answer['Flows']))).toBe(true);
});

test('a client that signs in the headers sends its parameters as JSON', async () => {
  const call = openOpenApiClient({ endpoint: server.url, ...KEY, signature: 'v3', reqBodyType: 'json' });
  const Description = HARD_TEXT;
  await call('CreateFlow', { Name: 'by-json', Description, Type: 'FDL', Definition: TWO_PASSES });
  expect(await call('DescribeFlow', { Name: 'by-json' })).toMatchObject({ Description });
  expect(await call('UpdateFlow', { Name: 'by-json', Description: '' })).toMatchObject({ Description: '' });
  await call('DeleteFlow', { Name: 'by-json' });
});
