import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { callApi, eventually, folderWith, openServer, type TestServer } from './local-helpers.ts';

const flowOf = (name: string) => `
version: v1
type: flow
steps:
  - { type: task, name: a, resourceArn: "acs:fc:::services/shop/functions/${name}", inputMappings: [{target: gate, source: $input.gate}] }
`;

const ASK = `
version: v1
type: flow
steps:
  - type: task
    name: ask
    resourceArn: acs:mns:::/queues/questions/messages
    pattern: waitForCallback
    inputMappings: [{target: token, source: $context.task.token}]
    serviceParams: {MessageBody: $.token}
`;

const FUNCTIONS = {
  'shop/gate.js': `const { existsSync } = require('node:fs');
exports.handler = async ({ gate }) => { while (!existsSync(gate)) await new Promise((done) => setTimeout(done, 10)); return {} }`,
  'shop/quick.js': 'exports.handler = async () => ({})',
};

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function open(
  capacity: NonNullable<Parameters<typeof openServer>[1]>['capacity'] & {},
): Promise<TestServer> {
  server = await openServer(FUNCTIONS, { capacity });
  const { call } = server;
  for (const [Name, Definition] of [
    ['noisy', flowOf('gate')],
    ['quick', flowOf('quick')],
    ['ask', ASK],
  ] as const)
    await call('CreateFlow', { Name, Definition, Description: '', Type: 'FDL' });
  return server;
}

function post({ api }: TestServer, operation: string, body: object): Promise<Response> {
  return fetch(`${api}/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function expectThrottled(response: Response, message: RegExp): Promise<void> {
  const { Code, Message } = (await response.json()) as { Code: string; Message: string };
  expect({ status: response.status, Code, Message }).toEqual({
    status: 429,
    Code: 'ResourceThrottled',
    Message: expect.stringMatching(message),
  });
  expect(response.headers.get('retry-after')).toBe('1');
}

test('A flow with too much to do is not started any more, while others, reads and reports go on', async () => {
  const opened = await open({ handled: 8, messagesOfFlow: 3 });
  const { call, lines } = opened;
  const gate = join(folderWith({}), 'gate');
  const Input = JSON.stringify({ gate });
  await call('StartExecution', { FlowName: 'ask', ExecutionName: 'asked' });
  // Four are being worked on, three wait for their turn.
  for (let at = 0; at < 7; at++)
    await call('StartExecution', { FlowName: 'noisy', ExecutionName: `run-${at}`, Input });
  await eventually(async () =>
    (await call('DescribeExecution', { FlowName: 'noisy', ExecutionName: 'run-3' })).Status === 'Running'
      ? true
      : undefined,
  );

  for (const operation of ['StartExecution', 'StartSyncExecution'])
    await expectThrottled(
      await post(opened, operation, { FlowName: 'noisy', Input }),
      /^3 messages of executions of flow noisy wait/,
    );

  const quick = await call('StartSyncExecution', { FlowName: 'quick' });
  expect(quick.Status).toBe('Succeeded');
  expect((await call('ListExecutions', { FlowName: 'noisy' })).Executions).toHaveLength(7);
  const { Tasks } = await call('ListOpenTasks', { FlowName: 'ask', ExecutionName: 'asked' });
  await call('ReportTaskSucceeded', { TaskToken: Tasks[0]?.TaskToken ?? '', Output: '{}' });
  expect(existsSync(gate)).toBe(false);
  writeFileSync(gate, '');
  for (let at = 0; at < 7; at++) {
    const key = { FlowName: 'noisy', ExecutionName: `run-${at}` };
    expect((await call('DescribeExecution', { ...key, WaitTimeSeconds: 30 })).Status).toBe('Succeeded');
  }
  expect((await post(opened, 'StartExecution', { FlowName: 'noisy', Input })).status).toBe(200);
  expect(lines.filter((line) => line.includes('told to come back later'))).toEqual([
    expect.stringContaining('of flow noisy wait for their turn'),
  ]);
});

test('Nothing is started when memory is short, and what runs can still end', async () => {
  const opened = await open({ heapShare: 0 });
  await expectThrottled(
    await post(opened, 'StartExecution', { FlowName: 'quick' }),
    /^The server is short of memory: \d+ of \d+ MiB are in use; come back/,
  );
  expect((await opened.call('ListExecutions', { FlowName: 'quick' })).Executions).toEqual([]);
});

test('Callers who wait beyond what there is room for are told to come back, before anything is started', async () => {
  const opened = await open({ waits: 1, requests: 1 });
  const execution = { FlowName: 'ask', ExecutionName: 'asked' };
  await opened.call('StartExecution', execution);
  const waiting = opened.call('DescribeExecution', { ...execution, WaitTimeSeconds: 60 });
  await eventually(async () => {
    const response = await post(opened, 'DescribeExecution', { ...execution, WaitTimeSeconds: 1 });
    if (response.ok) return undefined;
    await expectThrottled(response, /^Too many callers wait/);
    return true;
  });
  await expectThrottled(
    await post(opened, 'StartSyncExecution', { FlowName: 'quick' }),
    /^Too many callers wait/,
  );
  expect((await opened.call('ListExecutions', { FlowName: 'quick' })).Executions).toEqual([]);
  expect((await opened.call('DescribeExecution', execution)).Status).toBe('Running');
  await opened.call('StopExecution', execution);
  expect((await waiting).Status).toBe('Stopped');
  expect((await opened.call('DescribeExecution', { ...execution, WaitTimeSeconds: 1 })).Status).toBe(
    'Stopped',
  );
});

test('Requests beyond what fits into memory are refused at once', async () => {
  const opened = await open({ requestBytes: 2_000 });
  const large = { FlowName: 'quick', Input: JSON.stringify({ text: 'x'.repeat(3_000) }) };
  await expectThrottled(await post(opened, 'StartExecution', large), /too much to do/);
  expect((await callApi(opened.api, 'ListFlows', {})).Flows).toHaveLength(3);
});
