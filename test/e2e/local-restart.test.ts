import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from 'vitest';
import { callApi, eventually, folderWith } from './local-helpers.ts';
import {
  killServerProcesses,
  type ServerProcess,
  spawnServer,
  startServerProcess,
  stopServerProcess,
} from './server-process.ts';

/** Notes each start in a file, and ends only when it is asked to. */
const SLOW = `
const { appendFileSync } = require('node:fs');
exports.handler = async (event, context) => {
  appendFileSync(event.log, context.taskId + '\\n');
  await new Promise((done) => setTimeout(done, event.ms));
  return { done: true };
};
`;

const FLOW = `
version: v1
type: flow
steps:
  - { type: wait, name: rest, duration: 4 }
  - { type: task, name: work, resourceArn: "acs:fc:::services/shop/functions/slow" }
  - type: task
    name: ask
    resourceArn: acs:mns:::/queues/questions/messages
    pattern: waitForCallback
    inputMappings: [{ target: token, source: $context.task.token }]
    serviceParams: { MessageBody: $.token }
`;

afterEach(killServerProcesses);

const RUN = { FlowName: 'orders', ExecutionName: 'run' };

async function startRun({ api }: ServerProcess, input: object): Promise<void> {
  await callApi(api, 'CreateFlow', { Name: 'orders', Definition: FLOW, Description: '', Type: 'FDL' });
  await callApi(api, 'StartExecution', { ...RUN, Input: JSON.stringify(input) });
}

/** Waits until the execution's first step waits. */
function rests({ api }: ServerProcess): Promise<true> {
  return eventually(async () => {
    const { Events } = await callApi(api, 'GetExecutionHistory', RUN);
    return Events.some(({ Type }) => Type === 'StepStarted') || undefined;
  });
}

function startsIn(log: string): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
}

function beginsIn(log: string, count: number): Promise<true> {
  return eventually(async () => (startsIn(log).length >= count ? true : undefined));
}

async function tokenFrom({ queues }: ServerProcess): Promise<string> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sqs = new SQSClient({ endpoint: queues, region: 'us-east-1', credentials });
  return eventually(async () => {
    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'questions' })).catch(() => undefined);
    if (found === undefined) return undefined;
    const received = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: found.QueueUrl, WaitTimeSeconds: 2 }),
    );
    return received.Messages?.[0]?.Body;
  });
}

describe('an execution', () => {
  test('outlives a server that is killed while it waits, while a task runs, and while a callback is due', async () => {
    const data = folderWith({});
    const functions = folderWith({ 'shop/slow.js': SLOW });
    const log = join(data, 'starts.log');

    const waiting = await startServerProcess(data, functions);
    await startRun(waiting, { log, ms: 1_500 });
    await rests(waiting);
    await stopServerProcess(waiting, 'SIGKILL');
    expect(startsIn(log)).toEqual([]);

    const running = await startServerProcess(data, functions);
    await beginsIn(log, 1);
    await stopServerProcess(running, 'SIGKILL');

    const asking = await startServerProcess(data, functions);
    await beginsIn(log, 2);
    const token = await tokenFrom(asking);
    await stopServerProcess(asking, 'SIGKILL');

    const last = await startServerProcess(data, functions);
    await callApi(last.api, 'ReportTaskSucceeded', { TaskToken: token, Output: '{"answer":42}' });
    const ended = await callApi(last.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 20 });
    expect(ended).toMatchObject({ Status: 'Succeeded' });
    expect(JSON.parse(ended.Output)).toMatchObject({ answer: 42, done: true });
    const { Events } = await callApi(last.api, 'GetExecutionHistory', { ...RUN, Limit: 100 });
    expect(Events.map(({ EventId }) => EventId)).toEqual(Events.map((_, index) => index + 1));
    expect(Events.filter(({ Type }) => Type === 'TaskFailed')).toEqual([]);
    expect(new Set(startsIn(log)).size).toBe(1);
    await stopServerProcess(last, 'SIGTERM');
  });

  test('whose function runs while the server is stopped runs it again afterwards', async () => {
    const data = folderWith({});
    const functions = folderWith({ 'shop/slow.js': SLOW });
    const log = join(data, 'starts.log');
    const first = await startServerProcess(data, functions);
    await startRun(first, { log, ms: 3_000 });
    await beginsIn(log, 1);
    const stoppingSince = Date.now();
    expect(await stopServerProcess(first, 'SIGTERM')).toBe(0);
    expect(Date.now() - stoppingSince).toBeLessThan(5_000);
    const second = await startServerProcess(data, functions);
    const token = await tokenFrom(second);
    await callApi(second.api, 'ReportTaskSucceeded', { TaskToken: token, Output: '{}' });
    const ended = await callApi(second.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 20 });
    expect(ended.Status).toBe('Succeeded');
    expect(startsIn(log)).toHaveLength(2);
  });
});

test('a stop answers requests that wait for an end, and exits with 0', async () => {
  const server = await startServerProcess(folderWith({}), folderWith({}));
  await startRun(server, { log: '', ms: 0 });
  const waiting = callApi(server.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 60 });
  // The server reads requests in the order in which they come, so it holds the first when it has answered the others.
  for (let others = 0; others < 5; others++) await callApi(server.api, 'DescribeExecution', RUN);
  const code = stopServerProcess(server, 'SIGTERM');
  expect((await waiting).Status).toBe('Running');
  expect(await code).toBe(0);
});

test('a second server on the same data folder refuses to start and says why', async () => {
  const data = folderWith({});
  const functions = folderWith({});
  const first = await startServerProcess(data, functions);
  const second = spawnServer(data, functions);
  let said = '';
  second.stderr?.on('data', (text) => {
    said += text;
  });
  const [code] = await once(second, 'close');
  expect(code).not.toBe(0);
  expect(said).toContain(data);
  expect((await fetch(`${first.api}/healthz`)).status).toBe(200);
});
