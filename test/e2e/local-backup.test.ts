import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { createBucket, objectStore, readObject, writeObject } from '../../examples/shared/object-store.ts';
import { runHere } from './cli-process.ts';
import { openServer, type TestServer } from './local-helpers.ts';

const FLOW = `
version: v1
type: flow
steps:
  - { type: wait, name: rest, duration: 1 }
  - { type: task, name: work, resourceArn: "acs:fc:::services/shop/functions/work" }
`;

const WORK = { 'shop/work.js': 'exports.handler = async ({ n }) => ({ n });' };

const folder = mkdtempSync(join(tmpdir(), 'fdl-backup-e2e-'));
const servers: TestServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(name: string): Promise<TestServer> {
  const server = await openServer(WORK, {
    isEphemeral: false,
    dataFolder: join(folder, name),
    objectPort: 0,
  });
  servers.push(server);
  return server;
}

function queuesOf({ queues }: TestServer): SQSClient {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  return new SQSClient({ endpoint: queues, region: 'us-east-1', credentials });
}

test('A backup that is made while executions run is restored to where they were, and they go on from there', async () => {
  const old = await serve('old');
  await old.call('CreateFlow', { Name: 'orders', Definition: FLOW, Description: '', Type: 'FDL' });
  const start = (n: number) =>
    old.call('StartExecution', {
      FlowName: 'orders',
      ExecutionName: `run${n}`,
      Input: JSON.stringify({ n }),
    });
  const queue = await queuesOf(old).send(new CreateQueueCommand({ QueueName: 'letters' }));
  await queuesOf(old).send(new SendMessageCommand({ QueueUrl: queue.QueueUrl, MessageBody: 'kept' }));
  const store = objectStore({ objects: old.objects ?? '' });
  await createBucket(store, 'papers');
  await writeObject(store, 'papers', 'a.txt', 'signed');
  await Promise.all(Array.from({ length: 20 }, (_, n) => start(n)));
  let isDone = false;
  const more = (async () => {
    for (let n = 100; !isDone; n += 1) await start(n);
  })();
  const file = join(folder, 'orders.backup');
  const backup = await runHere(['backup', file, '--endpoint', old.api]);
  isDone = true;
  await more;
  expect(backup).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(join(folder, 'old')).some((name) => name.startsWith('backup-'))).toBe(false);
  await start(99_999);
  await old.close();

  const restored = await runHere(['restore', file, '--data', join(folder, 'new')]);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  const again = await runHere(['restore', file, '--data', join(folder, 'new')]);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('is not empty');

  const renewed = await serve('new');
  for (let n = 0; n < 20; n += 1) {
    const execution = { FlowName: 'orders', ExecutionName: `run${n}` };
    const end = await renewed.call('DescribeExecution', { ...execution, WaitTimeSeconds: 20 });
    expect(end).toMatchObject({ Status: 'Succeeded', Output: JSON.stringify({ n }) });
  }
  const late = renewed.call('DescribeExecution', { FlowName: 'orders', ExecutionName: 'run99999' });
  await expect(late).rejects.toThrow('ExecutionNotExists');
  const { Messages } = await queuesOf(renewed).send(new ReceiveMessageCommand({ QueueUrl: queue.QueueUrl }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['kept']);
  const paper = await readObject(objectStore({ objects: renewed.objects ?? '' }), 'papers', 'a.txt');
  expect(paper.toString()).toBe('signed');
});
