import { verify, X509Certificate } from 'node:crypto';
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  type SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { queueArn } from '../../../../../src/queues/names.ts';
import { type Endpoint, openEndpoint } from '../../../../helpers/endpoint.ts';
import { openQueueHome, type QueueHome } from '../../../../helpers/queue-home.ts';
import { untilPasses } from '../../../../helpers/until-passes.ts';
import { snsClient } from '../sqs-clients.ts';

let home: QueueHome;
let sns: SNSClient;
let endpoint: Endpoint;
const lines: string[] = [];
const NO_FUNCTIONS = { invoke: async () => ({ kind: 'succeeded', output: '{}' }) as const };
const AT_ONCE = JSON.stringify({
  healthyRetryPolicy: { numRetries: 2, minDelayTarget: 0, maxDelayTarget: 0 },
});

beforeEach(async () => {
  lines.length = 0;
  home = await openQueueHome('memory', (line) => lines.push(line));
  await home.startPushing(NO_FUNCTIONS);
  sns = snsClient(home.url);
  endpoint = await openEndpoint();
});

afterEach(async () => {
  sns.destroy();
  await home.close();
  await endpoint[Symbol.asyncDispose]();
});

async function subscribe(Attributes: Record<string, string> = {}): Promise<string> {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: `${endpoint.url}/hook?a=1`, Attributes }),
  );
  return TopicArn;
}

async function callNumber(number: number) {
  return await untilPasses(() => {
    const call = endpoint.calls[number - 1];
    if (call === undefined) throw new Error(`there is no call ${number} yet`);
    return call;
  });
}

async function subscribeAndConfirm(Attributes: Record<string, string> = {}): Promise<string> {
  const TopicArn = await subscribe(Attributes);
  const { SubscribeURL } = JSON.parse((await callNumber(1)).body);
  expect((await fetch(SubscribeURL)).status).toBe(200);
  return TopicArn;
}

/** Whether the message is signed by the certificate that it names. */
async function isSigned(message: Record<string, string>): Promise<boolean> {
  const certificate = await (await fetch(message['SigningCertURL'] ?? '')).text();
  const names = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.flatMap((name) => (message[name] === undefined ? [] : [name, message[name]])).join('\n');
  const signature = Buffer.from(message['Signature'] ?? '', 'base64');
  return verify('sha256', Buffer.from(`${text}\n`), new X509Certificate(certificate).publicKey, signature);
}

describe('an endpoint', () => {
  test('is asked to confirm, and gets nothing before it has', async () => {
    const TopicArn = await subscribe();
    const { url, headers, body } = await callNumber(1);
    const message = JSON.parse(body);
    expect(url).toBe('/hook?a=1');
    expect(headers).toMatchObject({
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
      'x-amz-sns-topic-arn': TopicArn,
    });
    expect(message).toMatchObject({ Type: 'SubscriptionConfirmation', TopicArn, Token: expect.any(String) });
    expect(await isSigned(message)).toBe(true);
    expect(await isSigned({ ...message, Token: 'other' })).toBe(false);
    await sns.send(new PublishCommand({ TopicArn, Message: 'too early' }));
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([{ SubscriptionArn: 'PendingConfirmation' }]);
    const wrong = message.SubscribeURL.replace(message.Token, 'guessed');
    expect((await fetch(wrong)).status).toBe(400);
    expect((await fetch(message.SubscribeURL)).status).toBe(200);
    await sns.send(new PublishCommand({ TopicArn, Message: 'in time', Subject: 'Hello' }));
    const notification = JSON.parse((await callNumber(2)).body);
    expect(notification).toMatchObject({ Type: 'Notification', Message: 'in time', Subject: 'Hello' });
    expect(await isSigned(notification)).toBe(true);
    expect((await fetch(notification.UnsubscribeURL)).status).toBe(200);
    const after = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(after.Subscriptions ?? []).toEqual([]);
  });

  test('gets the message alone where it wants it raw', async () => {
    const TopicArn = await subscribeAndConfirm({ RawMessageDelivery: 'true' });
    const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Message: 'ü & <x>' }));
    const { headers, body } = await callNumber(2);
    expect(body).toBe('ü & <x>');
    expect(headers).toMatchObject({ 'x-amz-sns-rawdelivery': 'true', 'x-amz-sns-message-id': MessageId });
  });

  test('that fails is called again as its policy says, and then no more', async () => {
    await home.queues.createQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('dead') });
    const TopicArn = await subscribeAndConfirm({ DeliveryPolicy: AT_ONCE, RedrivePolicy });
    endpoint.answers.push(500, 503, 500);
    await sns.send(new PublishCommand({ TopicArn, Message: 'poison' }));
    const [dead] = await home.queues.receive('dead', { max: 1, waitSeconds: 10 });
    expect(JSON.parse(dead?.body ?? '')).toMatchObject({ Message: 'poison' });
    expect(dead?.attributes['ErrorMessage']?.StringValue).toBe('the endpoint answered 500');
    expect(endpoint.calls).toHaveLength(4);
    await sns.send(new PublishCommand({ TopicArn, Message: 'next' }));
    expect(JSON.parse((await callNumber(5)).body)).toMatchObject({ Message: 'next' });
  });

  test('that refuses a message is not asked again', async () => {
    const TopicArn = await subscribeAndConfirm({ DeliveryPolicy: AT_ONCE });
    endpoint.answers.push(410);
    await sns.send(new PublishCommand({ TopicArn, Message: 'unwanted' }));
    await untilPasses(() =>
      expect(lines.join()).toContain('a message was given up: the endpoint answered 410'),
    );
    expect(endpoint.calls).toHaveLength(2);
  });
});
