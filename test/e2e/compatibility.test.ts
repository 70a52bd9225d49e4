import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Alicloud, type AlicloudClient } from '../helpers/api-alicloud-client.ts';
import { TWO_PASSES } from '../helpers/api-flows.ts';
import { KEY, type KeyedApi, openKeyedApi } from '../helpers/keyed-api.ts';
import { type OpenApiCall, openOpenApiClient, type SignatureVersion } from '../helpers/openapi-client.ts';

const PAGE = 'docs/reference/compatibility.md';
const HEAD = '| Client | Version | Signature | Result |\n|---|---|---|---|\n';

const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const PopCore = createRequire(import.meta.url)('@alicloud/pop-core');

let server: KeyedApi;
beforeAll(async () => {
  server = await openKeyedApi();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Every way to call, with the same key and whatever secret. */
const CLIENTS: readonly (readonly [
  name: string,
  signature: string,
  connect: (secret: string) => OpenApiCall,
])[] = [
  [
    '@alicloud/fnf-2019-03-15',
    'HMAC-SHA1',
    (secret) => byMethod(new Alicloud({ ...keyed(secret), opts: { timeout: 20_000 } })),
  ],
  [
    '@alicloud/pop-core',
    'HMAC-SHA1',
    (secret) => byRequest(new PopCore({ ...keyed(secret), apiVersion: '2019-03-15' })),
  ],
  ['@alicloud/openapi-client', 'HMAC-SHA1', (secret) => openApi('v2', secret)],
  ['@alicloud/openapi-client', 'ACS3-HMAC-SHA256', (secret) => openApi('v3', secret)],
];

function keyed(accessKeySecret: string) {
  return { ...KEY, accessKeySecret, endpoint: server.url };
}

function openApi(signature: SignatureVersion, secret: string): OpenApiCall {
  return openOpenApiClient({ ...keyed(secret), signature });
}

function byMethod(client: AlicloudClient): OpenApiCall {
  return (action, params = {}) => {
    const method = `${action.slice(0, 1).toLowerCase()}${action.slice(1)}` as 'listFlows';
    return client[method](params);
  };
}

function byRequest(client: Pick<AlicloudClient, 'request'>): OpenApiCall {
  return (action, params = {}) => client.request(action, params, { method: 'POST', timeout: 20_000 });
}

/** Creates a flow, runs it, reads its history, deletes it, and reads the code of a failure and of a wrong secret. */
async function tour(Name: string, connect: (secret: string) => OpenApiCall): Promise<string> {
  const call = connect(KEY.accessKeySecret);
  await call('CreateFlow', { Name, Definition: TWO_PASSES, Description: 'ünï +', Type: 'FDL' });
  await call('StartExecution', { FlowName: Name, ExecutionName: 'run', Input: '{"a":"ü +&"}' });
  await server.home.settle();
  const execution = await call('DescribeExecution', { FlowName: Name, ExecutionName: 'run' });
  const history = await call('GetExecutionHistory', { FlowName: Name, ExecutionName: 'run', Limit: 1000 });
  await call('DeleteFlow', { Name });
  const codes = [await codeOf(call('DescribeFlow', { Name })), await codeOf(connect('wrong')('ListFlows'))];
  const isRight = execution['Status'] === 'Succeeded' && Array.isArray(history['Events']);
  return isRight && codes.join() === 'FlowNotExists,SignatureNotMatch' ? 'works' : `differs: ${codes.join()}`;
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );
}

test('every client of the API on npm works as the page says (FDL_UPDATE_DOCS=1 writes it)', async () => {
  const rows: string[] = [];
  for (const [index, [name, signature, connect]] of CLIENTS.entries()) {
    const result = await tour(`flow-${index}`, connect);
    rows.push(`| \`${name}\` | ${devDependencies[name]} | ${signature} | ${result} |\n`);
  }
  const page = readFileSync(PAGE, 'utf8');
  const begin = page.indexOf(HEAD) + HEAD.length;
  const written = page.slice(0, begin) + rows.join('') + page.slice(page.indexOf('\n\n', begin - 1) + 1);
  if (process.env['FDL_UPDATE_DOCS'] === '1') writeFileSync(PAGE, written);
  expect(written).toBe(readFileSync(PAGE, 'utf8'));
  expect(rows.every((row) => row.endsWith('| works |\n'))).toBe(true);
});

test.each(['@alicloud/mns', 'ali-mns'])('the page names the version of %s that is tested', (name) => {
  expect(readFileSync('test/unit/local/mns/clients.test.ts', 'utf8')).toContain(`'${name}'`);
  expect(readFileSync(PAGE, 'utf8')).toContain(`| \`${name}\` | ${devDependencies[name]} |`);
});
