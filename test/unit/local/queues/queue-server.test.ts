import { mkdtempSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FunctionRunner } from '../../../../src/local/functions/function-runner.ts';
import { createTaskTargets } from '../../../../src/local/task-targets.ts';
import { openQueueHome, type QueueHome } from '../../../helpers/queue-home.ts';

let server: QueueHome | undefined;

async function open(dataFolder?: string): Promise<QueueHome> {
  await server?.close();
  server = await openQueueHome(dataFolder === undefined ? 'memory' : { folder: dataFolder });
  return server;
}

function clientOf({ url }: Pick<QueueHome, 'url'>, region = 'us-east-1'): SQSClient {
  return new SQSClient({ endpoint: url, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
}

afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
  server = undefined;
});

const caller = { flowName: 'f', executionName: 'e', stepName: 's', taskId: 't', roleArn: '' };

/** Task targets without functions. */
function targetsOn(queues: QueueHome) {
  const functions = new FunctionRunner(
    () => ({ directories: [], endpoints: { api: '', queues: queues.url } }),
    () => {},
  );
  return createTaskTargets(functions, queues);
}

function send(queues: QueueHome, queueName: string, body = 'hello') {
  const target = { kind: 'queue', resourceArn: 'acs:mns:…', queueName } as const;
  return targetsOn(queues).call({ kind: 'queue', caller, target, body });
}

async function bodies(client: SQSClient, QueueName: string): Promise<(string | undefined)[]> {
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2, MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body }) => Body);
}

describe('queues', () => {
  test('begin to exist with the first message, for clients of any region', async () => {
    const queues = await open();
    expect((await send(queues, 'jobs')).kind).toBe('succeeded');
    const client = clientOf(queues, 'eu-west-1');
    expect(await bodies(client, 'jobs')).toEqual(['hello']);
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'jobs' }));
    expect(QueueUrl).toBe(`${queues.url}/000000000000/jobs`);
  });

  test('are reached by a client that knows only the variable AWS_ENDPOINT_URL', async () => {
    const queues = await open();
    await send(queues, 'jobs');
    vi.stubEnv('AWS_ENDPOINT_URL', queues.url);
    vi.stubEnv('AWS_REGION', 'ap-southeast-2');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
    expect(await bodies(new SQSClient({}), 'jobs')).toEqual(['hello']);
  });

  test('have URLs with the name under which the client reached the server', async () => {
    const queues = await open();
    await send(queues, 'jobs');
    const url = queues.url.replace('127.0.0.1', 'localhost');
    const client = new SQSClient({
      endpoint: url,
      region: 'r',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const { QueueUrls } = await client.send(new ListQueuesCommand({}));
    expect(QueueUrls).toEqual([`${url}/000000000000/jobs`]);
  });

  test('keep their messages over a restart, also on another port', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fdl-queues-'));
    await send(await open(folder), 'jobs', 'kept');
    const again = await open(folder);
    await send(again, 'jobs', 'new');
    expect(await bodies(clientOf(again), 'jobs')).toEqual(['kept', 'new']);
    const { QueueUrl } = await clientOf(again).send(new GetQueueUrlCommand({ QueueName: 'jobs' }));
    expect(QueueUrl).toBe(`${again.url}/000000000000/jobs`);
  });

  test('leave URLs in messages alone', async () => {
    const queues = await open();
    const body = 'http://sqs.us-east-1.localhost:1/000000000000/other';
    await send(queues, 'jobs', body);
    expect(await bodies(clientOf(queues), 'jobs')).toEqual([body]);
  });

  test.each(['with space', 'jobs.fifo', 'x'.repeat(81), ''])('cannot have the name %j', async (name) => {
    const outcome = await send(await open(), name);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { error: 'FnF.InvalidInput' } });
  });

  test('refuse characters that SQS refuses, by its words', async () => {
    const outcome = await send(await open(), 'jobs', 'bell \u0007');
    expect(outcome).toMatchObject({
      failure: { cause: expect.stringContaining('Invalid character #x7') },
    });
  });
});

test('a topic begins to exist with the first message', async () => {
  const queues = await open();
  const target = { kind: 'topic', resourceArn: 'acs:mns:…', topicName: 'news' } as const;
  const call = { kind: 'topic', caller, target, body: 'x' } as const;
  expect((await targetsOn(queues).call(call)).kind).toBe('succeeded');
  const none = await targetsOn(queues).call({ ...call, target: { ...target, topicName: 'no/pe' } });
  expect(none).toMatchObject({ failure: { error: 'FnF.InvalidInput' } });
});

describe('the queue server', () => {
  test('listens on the given address only', async () => {
    const { url } = await open();
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address !== undefined && address.family === 'IPv4' && !address.internal);
    for (const address of others) {
      await expect(fetch(url.replace('127.0.0.1', address?.address ?? ''))).rejects.toThrow();
    }
    expect(new URL(url).hostname).toBe('127.0.0.1');
  });

  test('serves neither web pages nor anything beside queues and topics', async () => {
    const { url } = await open();
    const body = 'Action=CreateTopic&Name=x';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(200);
    const fromPage = { ...headers, origin: 'https://evil.example' };
    expect((await fetch(url, { method: 'POST', body, headers: fromPage })).status).toBe(403);
    expect((await fetch(`${url}/bucket`, { method: 'PUT' })).status).toBe(404);
    expect((await fetch(`${url}/_internal/queues`)).status).toBe(404);
  });

  test('demands the signature of its key where it has one, of queues and topics alike', async () => {
    const key = { accessKeyId: 'fdl', accessKeySecret: 'secret' };
    server = await openQueueHome('memory', () => {}, key);
    const { url } = server;
    const clientWith = (accessKeyId: string, secretAccessKey: string) => ({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
    });
    const right = clientWith('fdl', 'secret');
    await new SQSClient(right).send(new CreateQueueCommand({ QueueName: 'jobs' }));
    await new SNSClient(right).send(new CreateTopicCommand({ Name: 'news' }));
    const wrong = clientWith('fdl', 'guessed');
    const refused = { name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } };
    await expect(new SQSClient(wrong).send(new ListQueuesCommand({}))).rejects.toMatchObject(refused);
    await expect(new SNSClient(wrong).send(new CreateTopicCommand({ Name: 'x' }))).rejects.toMatchObject(
      refused,
    );
    const unknown = new SQSClient(clientWith('other', 'secret')).send(new ListQueuesCommand({}));
    await expect(unknown).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    const unsigned = await fetch(url, { method: 'POST', body: 'Action=ListQueues' });
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });
});
