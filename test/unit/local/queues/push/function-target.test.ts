import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterEach, expect, test, vi } from 'vitest';
import { FunctionRunner } from '../../../../../src/local/functions/function-runner.ts';
import { openQueueHome, type QueueHome } from '../../../../helpers/queue-home.ts';
import { untilPasses } from '../../../../helpers/until-passes.ts';
import { folderWith } from '../../functions/functions-folder.ts';

/** There once a function has failed: it may be called again in another thread. */
const MARK = join(mkdtempSync(join(tmpdir(), 'fdl-mark-')), 'tried');

const FUNCTIONS = {
  'shop/broken.js': 'exports.handler = async () => { console.log("broken"); throw new Error("broken"); }',
  'shop/notify.py':
    'def handler(event, context):\n  sns = event["Records"][0]["Sns"]\n  print(sns["Message"], context.task_id == sns["MessageId"])',
  'shop/flaky.js': `const fs = require('node:fs'); const mark = ${JSON.stringify(MARK)};
    exports.handler = async () => {
      const isFirst = !fs.existsSync(mark);
      fs.writeFileSync(mark, '');
      console.log(isFirst ? 'first try' : 'second try');
      if (isFirst) throw new Error('no');
    };`,
  'shop.online/notify.js':
    'exports.handler = async (event) => console.log("online", event.Records[0].Sns.Message)',
};

let stop: () => Promise<void> = async () => {};
const lines: string[] = [];

async function open(
  folder?: string,
): Promise<{ sns: SNSClient; home: QueueHome; stop: () => Promise<void> }> {
  const directories = [folderWith(FUNCTIONS)];
  const endpoints = { api: '', queues: '' };
  const onLine = (_stream: string, line: string) => lines.push(line);
  const functions = new FunctionRunner(() => ({ directories, endpoints }), onLine);
  const home = await openQueueHome(folder === undefined ? 'memory' : { folder }, (line) => lines.push(line));
  await home.startPushing(functions);
  stop = async () => {
    await home.close();
    await functions.close();
  };
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return { sns: new SNSClient({ endpoint: home.url, region: 'us-east-1', credentials }), home, stop };
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
  await untilPasses(() => expect(lines.toSorted()).toEqual(['hello True', 'online hello']));
});

test('a message that a function fails on comes again', async () => {
  const { sns } = await open();
  const TopicArn = await subscribe(sns, 'shop-flaky');
  await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }));
  await untilPasses(() => expect(lines).toEqual(['first try', 'second try']));
});

test('subscriptions go on after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-queues-'));
  const first = await open(folder);
  await subscribe(first.sns, 'shop-notify');
  await first.stop();
  const { sns } = await open(folder);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  await sns.send(new PublishCommand({ TopicArn, Message: 'again' }));
  await untilPasses(() => expect(lines).toEqual(['again True']));
});

test.each([
  ['http', 'ftp://127.0.0.1/hook', 'http takes a URL'],
  ['lambda', 'not an arn', 'lambda takes arn:aws:lambda'],
  ['sqs', 'not an arn', 'sqs takes the ARN of a queue'],
  ['email', 'somebody@example.com', 'Topics deliver to queues (sqs), functions (lambda'],
])('a subscription by %s to %s is refused, not ignored', async (Protocol, Endpoint, reason) => {
  const { sns } = await open();
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const refused = sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }));
  await expect(refused).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining(reason),
  });
});

const BODIES = [
  'hello',
  '',
  'null',
  '[]',
  '7',
  '"text"',
  '{"Message":',
  '{"Message":7,"Type":{}}',
  '['.repeat(50_000),
];

test('whatever is in the queue of a function reaches it as a message, and what is behind it too', async () => {
  const { sns, home } = await open();
  await subscribe(sns, 'shop-notify:online');
  const bodies = BODIES.filter((body) => body !== '');
  for (const body of bodies) await home.queues.send('fdl-push--shop-notify--online', [{ body }]);
  await home.queues.send('fdl-push--shop-notify--online', [{ body: 'the last' }]);
  await untilPasses(() => expect(lines).toContain('online the last'));
  const told = bodies.map((body) => `online ${body}`);
  await untilPasses(() => expect(lines).toEqual(expect.arrayContaining(told)));
});

test('a message that is delivered raw reaches a function in an envelope all the same', async () => {
  const { sns } = await open();
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const Endpoint = 'arn:aws:lambda:us-east-1:000000000000:function:shop-notify:online';
  const Attributes = { RawMessageDelivery: 'true' };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint, Attributes }));
  await sns.send(new PublishCommand({ TopicArn, Message: 'hello world' }));
  await untilPasses(() => expect(lines).toEqual(['online hello world']));
});

test('after its queue was deleted nothing is polled, and the next message is delivered', async () => {
  const { sns, home } = await open();
  const TopicArn = await subscribe(sns, 'shop-notify:online');
  const polls = vi.spyOn(home.queues, 'receive');
  await home.queues.deleteQueue('fdl-push--shop-notify--online');
  // A server that polls a queue that is gone does so as often as there are turns.
  for (let turn = 0; turn < 1_000; turn += 1) await nextTurn();
  expect(polls.mock.calls.length).toBeLessThan(10);
  await sns.send(new PublishCommand({ TopicArn, Message: 'still there' }));
  await untilPasses(() => expect(lines).toEqual(['online still there']));
});

test('a message that no try delivers becomes a dead letter of the subscription', async () => {
  const { sns, home } = await open();
  await home.queues.createQueue('dead');
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const Endpoint = 'arn:aws:lambda:us-east-1:000000000000:function:shop-broken';
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
  const Attributes = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn }) };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint, Attributes }));
  await sns.send(new PublishCommand({ TopicArn, Message: 'poison' }));
  const [dead] = await home.queues.receive('dead', { max: 1, waitSeconds: 15 });
  expect(JSON.parse(dead?.body ?? '')).toMatchObject({ Message: 'poison' });
  expect(dead?.attributes['ErrorMessage']?.StringValue).toContain('broken');
  expect(lines.filter((line) => line.startsWith('broken'))).toHaveLength(3);
});
