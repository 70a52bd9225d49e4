import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from 'vitest';
import { callApi, eventually, folderWith } from './local-helpers.ts';

const PROCESS = fileURLToPath(new URL('./local-server-process.ts', import.meta.url));

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
  - { type: wait, name: rest, duration: 1 }
  - { type: task, name: work, resourceArn: "acs:fc:::services/shop/functions/slow" }
  - type: task
    name: ask
    resourceArn: acs:mns:::/queues/questions/messages
    pattern: waitForCallback
    inputMappings: [{ target: token, source: $context.task.token }]
    serviceParams: { MessageBody: $.token }
`;

interface Server {
  readonly child: ChildProcess;
  readonly api: string;
  readonly queues: string;
}

const started: ChildProcess[] = [];

function spawnServer(dataFolder: string, functions: string): ChildProcess {
  const options = {
    host: '127.0.0.1',
    port: 0,
    queuePort: 0,
    dataFolder,
    isEphemeral: false,
    functionFolders: [functions],
    flowFolders: [],
    limits: 'default',
  };
  const child = spawn(process.execPath, [PROCESS, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

async function start(dataFolder: string, functions: string): Promise<Server> {
  const child = spawnServer(dataFolder, functions);
  if (child.stdout === null) throw new Error('no output');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ...JSON.parse(String(line)) };
}

async function stop({ child }: Server, signal: NodeJS.Signals): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = await exited;
  return code;
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const RUN = { FlowName: 'orders', ExecutionName: 'run' };

async function startRun({ api }: Server, input: object): Promise<void> {
  await callApi(api, 'CreateFlow', { Name: 'orders', Definition: FLOW, Description: '', Type: 'FDL' });
  await callApi(api, 'StartExecution', { ...RUN, Input: JSON.stringify(input) });
}

function startsIn(log: string): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
}

function beginsIn(log: string, count: number): Promise<true> {
  return eventually(async () => (startsIn(log).length >= count ? true : undefined), 20_000);
}

async function tokenFrom({ queues }: Server): Promise<string> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const sqs = new SQSClient({ endpoint: queues, region: 'us-east-1', credentials });
  return eventually(async () => {
    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'questions' })).catch(() => undefined);
    if (found === undefined) return undefined;
    const received = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: found.QueueUrl, WaitTimeSeconds: 2 }),
    );
    return received.Messages?.[0]?.Body;
  }, 20_000);
}

describe('an execution', () => {
  test('outlives a server that is killed while it waits, while a task runs, and while a callback is due', async () => {
    const data = folderWith({});
    const functions = folderWith({ 'shop/slow.js': SLOW });
    const log = join(data, 'starts.log');

    const waiting = await start(data, functions);
    await startRun(waiting, { log, ms: 1_500 });
    await sleep(200);
    await stop(waiting, 'SIGKILL');
    expect(startsIn(log)).toEqual([]);

    const running = await start(data, functions);
    await beginsIn(log, 1);
    await stop(running, 'SIGKILL');

    const asking = await start(data, functions);
    await beginsIn(log, 2);
    const token = await tokenFrom(asking);
    await stop(asking, 'SIGKILL');

    const last = await start(data, functions);
    await callApi(last.api, 'ReportTaskSucceeded', { TaskToken: token, Output: '{"answer":42}' });
    const ended = await callApi(last.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 20 });
    expect(ended).toMatchObject({ Status: 'Succeeded' });
    expect(JSON.parse(ended.Output)).toMatchObject({ answer: 42, done: true });
    const { Events } = await callApi(last.api, 'GetExecutionHistory', { ...RUN, Limit: 100 });
    expect(Events.map(({ EventId }) => EventId)).toEqual(Events.map((_, index) => index + 1));
    expect(Events.filter(({ Type }) => Type === 'TaskFailed')).toEqual([]);
    expect(new Set(startsIn(log)).size).toBe(1);
    await stop(last, 'SIGTERM');
  }, 90_000);

  test('whose function runs while the server is stopped runs it again afterwards', async () => {
    const data = folderWith({});
    const functions = folderWith({ 'shop/slow.js': SLOW });
    const log = join(data, 'starts.log');
    const first = await start(data, functions);
    await startRun(first, { log, ms: 3_000 });
    await beginsIn(log, 1);
    const stoppingSince = Date.now();
    expect(await stop(first, 'SIGTERM')).toBe(0);
    expect(Date.now() - stoppingSince).toBeLessThan(5_000);
    const second = await start(data, functions);
    const token = await tokenFrom(second);
    await callApi(second.api, 'ReportTaskSucceeded', { TaskToken: token, Output: '{}' });
    const ended = await callApi(second.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 20 });
    expect(ended.Status).toBe('Succeeded');
    expect(startsIn(log)).toHaveLength(2);
  }, 60_000);
});

test('a stop answers requests that wait for an end, and exits with 0', async () => {
  const server = await start(folderWith({}), folderWith({}));
  await startRun(server, { log: '', ms: 0 });
  const waiting = callApi(server.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 60 });
  await sleep(200);
  const code = stop(server, 'SIGTERM');
  expect((await waiting).Status).toBe('Running');
  expect(await code).toBe(0);
}, 30_000);

test('a second server on the same data folder refuses to start and says why', async () => {
  const data = folderWith({});
  const functions = folderWith({});
  const first = await start(data, functions);
  const second = spawnServer(data, functions);
  let said = '';
  second.stderr?.on('data', (text) => {
    said += text;
  });
  const [code] = await once(second, 'close');
  expect(code).not.toBe(0);
  expect(said).toContain(data);
  expect((await fetch(`${first.api}/healthz`)).status).toBe(200);
}, 30_000);
