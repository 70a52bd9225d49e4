import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../src/cli/service/client.ts';
import { openServer, type TestServer } from './local-helpers.ts';

// Functions as the vendor's samples write them: they make the vendor's client of what their context holds, and call the service.

const CREDENTIALS = { accessKeyId: 'lighthouse', accessKeySecret: 'lantern' };
const require = `require('module').createRequire(${JSON.stringify(resolve('package.json'))})`;

const BY_CONTEXT = `
const FNF = ${require}('@alicloud/fnf-2019-03-15');
exports.handler = async (event, context) => {
  const { accessKeyId, accessKeySecret, securityToken } = context.credentials;
  const client = new FNF({ endpoint: context.api, accessKeyId, accessKeySecret, securityToken });
  const { Flows } = await client.listFlows({ Limit: 10 });
  return { flows: Flows.length, id: accessKeyId };
};
`;
const BY_ENVIRONMENT = `
const PopCore = ${require}('@alicloud/pop-core');
exports.handler = (event, context, callback) => {
  const client = new PopCore({
    endpoint: context.api,
    apiVersion: '2019-03-15',
    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
    accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  });
  client.request('ListFlows', { Limit: 10 }, { method: 'POST' }).then(({ Flows }) => callback(null, { flows: Flows.length }), callback);
};
`;
const FUNCTIONS = { 'coast/by_context.js': BY_CONTEXT, 'coast/by_environment.js': BY_ENVIRONMENT };
const definition = (name: string) => `version: v1
type: flow
steps:
  - type: task
    name: call
    resourceArn: acs:fc:::services/coast/functions/${name}
outputMappings: [{ target: result, source: $local }]
`;

/** Runs a function as the only step of a flow, on a server that demands a key. */
async function run(server: TestServer, functionName: string) {
  const client = createClient({ endpoint: server.api, credentials: CREDENTIALS });
  const FlowName = functionName.replace('_', '-');
  await client.call('CreateFlow', {
    Name: FlowName,
    Definition: definition(functionName),
    Description: '',
    Type: 'FDL',
  });
  return client.call('StartSyncExecution', { FlowName, Input: '{}' });
}

const servers: TestServer[] = [];
beforeAll(async () => {
  for (const functionsGetKey of [true, false])
    servers.push(await openServer(FUNCTIONS, { credentials: CREDENTIALS, functionsGetKey }));
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

test.each(['by_context', 'by_environment'])(
  'with the option a function calls back with a client of the vendor: %s',
  async (functionName) => {
    const [server] = servers;
    if (server === undefined) throw new Error('no server');
    const { Status, Output } = await run(server, functionName);
    expect({ Status, flows: JSON.parse(Output).result.flows }).toEqual({
      Status: 'Succeeded',
      flows: expect.any(Number),
    });
  },
);

test('without the option no function learns the key, and the service refuses its calls', async () => {
  const [, server] = servers;
  if (server === undefined) throw new Error('no server');
  const { Status, ErrorMessage } = await run(server, 'by_context');
  expect(Status).toBe('Failed');
  expect(ErrorMessage).toContain('The access key id is not known');
  expect(JSON.stringify(await run(server, 'by_environment'))).not.toContain('lantern');
});
