import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterEach, expect, test, vi } from 'vitest';
import { FunctionRunner } from '../../../../src/local/functions/function-runner.ts';
import { FunctionSubscriptions } from '../../../../src/local/queues/function-subscriptions.ts';
import { QueueServer } from '../../../../src/local/queues/queue-server.ts';
import { folderWith } from '../functions/functions-folder.ts';

const FUNCTIONS = {
  'shop/notify.py':
    'def handler(event, context):\n  sns = event["Records"][0]["Sns"]\n  print(sns["Message"], context.task_id == sns["MessageId"])',
  'shop/flaky.js':
    'let n = 0; exports.handler = async (event) => { n += 1; console.log("try", n); if (n < 2) throw new Error("no"); }',
  'shop.online/notify.js':
    'exports.handler = async (event) => console.log("online", event.Records[0].Sns.Message)',
};

let stop: () => Promise<void> = async () => {};
const lines: string[] = [];

async function open(dataFolder?: string): Promise<{ sns: SNSClient; stop: () => Promise<void> }> {
  const directories = [folderWith(FUNCTIONS)];
  const endpoints = { api: '', queues: '' };
  const onLine = (_stream: string, line: string) => lines.push(line);
  const functions = new FunctionRunner(() => ({ directories, endpoints }), onLine);
  const subscriptions = new FunctionSubscriptions(functions, onLine);
  const where = { host: '127.0.0.1', port: 0, ...(dataFolder !== undefined && { dataFolder }) };
  const server = await QueueServer.open(where, subscriptions.onSnsRequest);
  await subscriptions.start(server);
  stop = async () => {
    subscriptions.stop();
    await server.close();
    await functions.close();
  };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return { sns: new SNSClient({ endpoint: server.url, region: 'us-east-1', credentials }), stop };
}

afterEach(async () => {
  await stop();
  lines.length = 0;
});

async function subscribe(sns: SNSClient, functionName: string): Promise<string | undefined> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const Endpoint = `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`;
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint }));
  return TopicArn;
}

test('a subscribed function gets each message as AWS Lambda would give it', async () => {
  const { sns } = await open();
  await subscribe(sns, 'shop-notify:online');
  const TopicArn = await subscribe(sns, 'shop-notify');
  await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }));
  await vi.waitFor(() => expect(lines.toSorted()).toEqual(['hello True', 'online hello']), 5_000);
});

test('a message that a function fails on comes again', async () => {
  const { sns } = await open();
  const TopicArn = await subscribe(sns, 'shop-flaky');
  await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }));
  await vi.waitFor(() => expect(lines).toEqual(['try 1', 'try 2']), 5_000);
});

test('subscriptions go on after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-queues-'));
  const first = await open(folder);
  await subscribe(first.sns, 'shop-notify');
  await first.stop();
  const { sns } = await open(folder);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  await sns.send(new PublishCommand({ TopicArn, Message: 'again' }));
  await vi.waitFor(() => expect(lines).toEqual(['again True']), 5_000);
});

test.each([
  ['http', 'http://127.0.0.1/hook'],
  ['lambda', 'not an arn'],
  ['email', 'somebody@example.com'],
])('a subscription by %s to %s is refused, not ignored', async (Protocol, Endpoint) => {
  const { sns } = await open();
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const refused = sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }));
  await expect(refused).rejects.toThrow('Topics deliver to queues (sqs) and functions (lambda');
});
