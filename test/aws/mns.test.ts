import { createRequire } from 'node:module';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import { mnsRequest, textOf, textsOf, type WireRequest } from '../helpers/mns-wire.ts';
import { TEST_ACCOUNT } from './emulated/dynamodb.ts';
import { lambdaContext } from './emulated/event-source.ts';
import { serve, type TestRequest, type TestResponse, type TestServer } from './emulated/http.ts';
import { ACCOUNT, QueueEmulator } from './emulated/queues.ts';
import { deployedOn } from './iam/deployed.ts';
import { recording } from './iam/recorder.ts';
import { ENCRYPTIONS, replay } from './iam/replay.ts';

// The function behind the routes of the original's queue protocol, over the real SDK and emulated queues and topics.

const KEY = { id: 'fdl', secret: 'a-secret-of-the-deployment' };

type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

let emulator: QueueEmulator;
let secrets: TestServer;
let gateway: TestServer;
let sqs: SQSClient;
let sns: SNSClient;

beforeAll(async () => {
  emulator = await QueueEmulator.open();
  const SecretString = JSON.stringify({ [KEY.id]: KEY.secret });
  secrets = await serve(async () => ({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ SecretString, VersionId: '1' }),
  }));
  Object.assign(process.env, {
    [ENVIRONMENT.dispatchQueueArn]: emulator.arnOf('dispatch'),
    [ENVIRONMENT.keysSecretArn]: `arn:aws:secretsmanager:${TEST_ACCOUNT.region}:${ACCOUNT}:secret:keys`,
    AWS_REGION: TEST_ACCOUNT.region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SQS: emulator.endpoint,
    AWS_ENDPOINT_URL_SNS: emulator.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  const handler = recording('Mns', (await import('../../lambdas/mns.ts')).handler as Handler);
  gateway = await serve((request) => throughGateway(request, handler));
  sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint: emulator.endpoint, useQueueUrlAsEndpoint: false });
  sns = new SNSClient({ ...TEST_ACCOUNT, endpoint: emulator.endpoint });
  for (const QueueName of ['jobs', 'batches', 'told']) await sqs.send(new CreateQueueCommand({ QueueName }));
});
afterAll(async () => {
  await gateway.close();
  await secrets.close();
  await emulator.close();
});

/** A request as an HTTP API passes it on, and the response that it makes of the answer of its function. */
async function throughGateway(request: TestRequest, handler: Handler): Promise<TestResponse> {
  const { method, path, rawQuery, headers, body } = request;
  const event = {
    rawPath: path,
    rawQueryString: rawQuery,
    headers,
    requestContext: { domainName: 'api.example.com', http: { method, path } },
    body: body.toString('base64'),
    isBase64Encoded: true,
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode, headers: answered, body: text = '' } = await handler(event, lambdaContext());
  return { status: statusCode ?? 200, headers: answered as Record<string, string>, body: text };
}

function call(method: string, target: string, request: WireRequest = {}) {
  return mnsRequest(gateway.endpoint, method, target, { key: KEY, ...request });
}

function message(body: string, more = ''): string {
  return `<Message><MessageBody>${body}</MessageBody>${more}</Message>`;
}

async function codeOf(method: string, target: string, request: WireRequest = {}) {
  const { status, body } = await call(method, target, request);
  return [status, textOf(body, 'Code')];
}

describe('a worker of the original on AWS', () => {
  test('sends, receives, hides and deletes a message', async () => {
    const sent = await call('POST', '/queues/jobs/messages', {
      body: message('a &lt;b&gt; ünö', '<Priority>3</Priority>'),
    });
    expect([sent.status, textOf(sent.body, 'MessageBodyMD5')]).toEqual([
      201,
      expect.stringMatching(/^[0-9A-F]{32}$/),
    ]);
    const got = await call('GET', '/queues/jobs/messages?waitseconds=1');
    expect(got.status).toBe(200);
    expect(textOf(got.body, 'MessageBody')).toBe('a <b> ünö');
    expect(textOf(got.body, 'Priority')).toBe('3');
    expect(textOf(got.body, 'DequeueCount')).toBe('1');
    const hiddenFor = Number(textOf(got.body, 'NextVisibleTime')) - Date.now();
    expect(hiddenFor).toBeGreaterThan(25_000);
    expect(hiddenFor).toBeLessThanOrEqual(30_000);
    const handle = textOf(got.body, 'ReceiptHandle');
    expect(handle).toMatch(/^[A-Za-z0-9_-]+$/);
    const hidden = await call('PUT', `/queues/jobs/messages?ReceiptHandle=${handle}&VisibilityTimeout=60`);
    expect([hidden.status, textOf(hidden.body, 'ReceiptHandle')]).toEqual([200, handle]);
    expect((await call('DELETE', `/queues/jobs/messages?ReceiptHandle=${handle}`)).status).toBe(204);
    expect(await codeOf('GET', '/queues/jobs/messages?waitseconds=1')).toEqual([404, 'MessageNotExist']);
  });

  test('sends, receives and deletes sixteen at once, and is told of a handle that is none', async () => {
    const entries = Array.from({ length: 16 }, (_, at) => message(`job ${at}`)).join('');
    const sent = await call('POST', '/queues/batches/messages', { body: `<Messages>${entries}</Messages>` });
    expect([sent.status, textsOf(sent.body, 'MessageId').length]).toEqual([201, 16]);
    const got = await call('GET', '/queues/batches/messages?numOfMessages=16&waitseconds=1');
    const bodies = textsOf(got.body, 'MessageBody');
    expect(bodies.toSorted()).toEqual(Array.from({ length: 16 }, (_, at) => `job ${at}`).toSorted());
    const handles = textsOf(got.body, 'ReceiptHandle').with(12, 'bm90LWEtaGFuZGxl*');
    const list = handles.map((handle) => `<ReceiptHandle>${handle}</ReceiptHandle>`).join('');
    const deleted = await call('DELETE', '/queues/batches/messages', {
      body: `<ReceiptHandles>${list}</ReceiptHandles>`,
    });
    expect([deleted.status, textsOf(deleted.body, 'ErrorCode')]).toEqual([404, ['ReceiptHandleError']]);
    const attributes = await call('GET', '/queues/batches');
    expect(textOf(attributes.body, 'InactiveMessages')).toBe('1');
  });

  test('publishes to a topic with a tag', async () => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: emulator.arnOf('told') }));
    const body = message('out', '<MessageTag>new</MessageTag>');
    expect((await call('POST', '/topics/news/messages', { body })).status).toBe(201);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: emulator.urlOf('told'), WaitTimeSeconds: 1 }),
    );
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
      Message: 'out',
      MessageAttributes: { MessageTag: { Type: 'String', Value: 'new' } },
    });
    expect(await codeOf('POST', '/topics/none/messages', { body })).toEqual([404, 'TopicNotExist']);
    expect((await call('GET', '/topics/news')).status).toBe(200);
  });

  test('finds its queue made, and cannot make, list, change or delete one', async () => {
    const queue = { body: '<Queue></Queue>' };
    const made = await call('PUT', '/queues/jobs', queue);
    expect([made.status, made.headers.get('location')]).toEqual([204, 'https://api.example.com/queues/jobs']);
    const other = { body: '<Queue><VisibilityTimeout>77</VisibilityTimeout></Queue>' };
    expect(await codeOf('PUT', '/queues/jobs', other)).toEqual([409, 'QueueAlreadyExist']);
    expect(await codeOf('PUT', '/queues/others', queue)).toEqual([403, 'AccessDenied']);
    expect(await codeOf('PUT', '/queues/jobs?metaoverride=true', other)).toEqual([403, 'AccessDenied']);
    expect(await codeOf('DELETE', '/queues/jobs')).toEqual([403, 'AccessDenied']);
    expect(await codeOf('GET', '/queues')).toEqual([403, 'AccessDenied']);
    expect(await codeOf('PUT', '/topics/others', { body: '<Topic/>' })).toEqual([403, 'AccessDenied']);
    expect(await codeOf('GET', '/topics/news/subscriptions')).toEqual([403, 'AccessDenied']);
  });

  test('is told what it asks for wrongly, in the codes of the original', async () => {
    expect(await codeOf('GET', '/queues/none/messages')).toEqual([404, 'QueueNotExist']);
    expect(await codeOf('GET', '/queues/jobs/messages?peekonly=true')).toEqual([400, 'InvalidArgument']);
    expect(await codeOf('DELETE', '/queues/jobs/messages?ReceiptHandle=a*b')).toEqual([
      400,
      'ReceiptHandleError',
    ]);
    expect(await codeOf('PUT', '/queues/jobs/messages?ReceiptHandle=a*b&VisibilityTimeout=1')).toEqual([
      400,
      'ReceiptHandleError',
    ]);
  });

  test('is turned away with another secret, with no signature, and at another time', async () => {
    const guess = { key: { id: KEY.id, secret: 'guess' } };
    expect(await codeOf('GET', '/queues/jobs/messages', guess)).toEqual([403, 'SignatureDoesNotMatch']);
    const unknown = { key: { id: 'other', secret: KEY.secret } };
    expect(await codeOf('GET', '/queues/jobs/messages', unknown)).toEqual([403, 'InvalidAccessKeyId']);
    const late = { headers: { date: new Date(Date.now() - 3_600_000).toUTCString() } };
    expect(await codeOf('GET', '/queues/jobs/messages', late)).toEqual([408, 'TimeExpired']);
    const unsigned = await fetch(`${gateway.endpoint}/queues/jobs/messages`);
    expect([unsigned.status, textOf(await unsigned.text(), 'Code')]).toEqual([
      400,
      'MissingAuthorizationHeader',
    ]);
  });

  test("may be the vendor's own client", async () => {
    const Client = createRequire(import.meta.url)('@alicloud/mns');
    const client = new Client('1', {
      accessKeyId: KEY.id,
      accessKeySecret: KEY.secret,
      endpoint: gateway.endpoint,
    });
    await client.sendMessage('jobs', { MessageBody: 'by the client', Priority: 1 });
    const { body } = await client.receiveMessage('jobs', 1);
    expect(body).toMatchObject({ MessageBody: 'by the client', Priority: '1' });
    await client.deleteMessage('jobs', body.ReceiptHandle);
    await expect(client.receiveMessage('jobs', 1)).rejects.toMatchObject({ name: 'MNSMessageNotExistError' });
  });
});

test.each(ENCRYPTIONS)(
  'all that it asks of AWS is allowed by its policy, which allows nothing else, $name',
  async (encryption) => {
    const place = { deployed: deployedOn(process.env), sessions: new Map() };
    expect(await replay('Mns', encryption, place)).toEqual({ refused: [], unused: [] });
  },
);
