import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually, openServer, type TestServer } from './local-helpers.ts';

let server: TestServer | undefined;

async function open(functions: Record<string, string>): Promise<TestServer> {
  server = await openServer(functions);
  return server;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function clientOf({ queues }: TestServer) {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  return { endpoint: queues, region: 'eu-west-1', credentials };
}

const OPERATION = `import json
def handler(event, context):
  order = json.loads(event)
  print("doing", order["do"])
  if order["do"] in order.get("failing", []):
    exit()
  return '{"%s": "done"}' % order["do"]
`;

describe('a flow of functions', () => {
  test('tries again, catches, compensates, and shows what functions printed', async () => {
    const { run, lines, call } = await open({ 'travel/operation.py': OPERATION });
    const { Functions } = await call('ListFunctions', {});
    expect(Functions.map(({ ResourceArn }) => ResourceArn)).toEqual([
      'acs:fc:::services/travel/functions/operation',
    ]);
    expect(Functions[0]?.Location).toMatch(/travel.operation\.py$/);
    const execution = await run(
      `
version: v1
type: flow
steps:
  - type: task
    name: train
    resourceArn: acs:fc:::services/travel/functions/operation
    inputMappings: [{ target: do, source: train }]
  - type: task
    name: hotel
    resourceArn: acs:fc:::services/travel/functions/operation
    inputMappings: [{ target: do, source: hotel }, { target: failing, source: $input.failing }]
    retry: [{ errors: [FC.Unknown], intervalSeconds: 1, maxAttempts: 1 }]
    catch: [{ errors: [FC.Unknown], goto: cancel }]
  - { type: succeed, name: good }
  - type: task
    name: cancel
    resourceArn: acs:fc:::services/travel/functions/operation
    inputMappings: [{ target: do, source: cancel }]
  - { type: fail, name: bad, error: NoHotel }
`,
      { failing: ['hotel'] },
    );
    expect(execution.Status).toBe('Failed');
    expect(lines).toEqual(['train', 'hotel', 'hotel', 'cancel'].map((name) => `[run] doing ${name}`));
  });

  test('calls versions by qualifier, and functions by their AWS names', async () => {
    const { run } = await open({
      'shop/version.js': 'exports.handler = async () => ({ version: "latest" })',
      'shop.online/version.ts': 'export const handler = async (): Promise<object> => ({ version: "online" })',
    });
    const { Output } = await run(`
version: v1
type: flow
steps:
  - type: parallel
    name: all
    branches:
      - steps: [{ type: task, name: a, resourceArn: "acs:fc:::services/shop/functions/version" }]
      - steps: [{ type: task, name: b, resourceArn: "acs:fc:::services/shop.online/functions/version" }]
      - steps: [{ type: task, name: c, resourceArn: "arn:aws:lambda:eu-west-1:1:function:shop-version:online" }]
    outputMappings: [{ target: versions, source: "$local[*].version" }]
`);
    expect(JSON.parse(Output)).toEqual({ versions: ['latest', 'online', 'online'] });
  });
});

const QUEUE_FLOW = `
version: v1
type: flow
steps:
  - type: task
    name: work
    resourceArn: acs:mns:::/queues/jobs/messages
    pattern: waitForCallback
    inputMappings:
      - { target: task_token, source: $context.task.token }
      - { target: key, source: value }
    serviceParams: { MessageBody: $, Priority: 1 }
    outputMappings: [{ target: answer, source: $local.key }]
`;

test('a worker polls a queue with the AWS SDK and reports', async () => {
  const opened = await open({});
  const ended = opened.run(QUEUE_FLOW);
  const sqs = new SQSClient(clientOf(opened));
  const QueueUrl = await eventually(async () => {
    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'jobs' })).catch(() => undefined);
    return found?.QueueUrl;
  });
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
  const body = JSON.parse(Messages[0]?.Body ?? '');
  expect(body).toEqual({ task_token: expect.any(String), key: 'value' });
  await opened.call('ReportTaskSucceeded', { TaskToken: body.task_token, Output: '{"key":"done"}' });
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));
  expect(await ended).toMatchObject({ Status: 'Succeeded', Output: '{"answer":"done"}' });
  const again = opened.call('ReportTaskSucceeded', { TaskToken: body.task_token, Output: '{}' });
  await expect(again).rejects.toThrow('TaskAlreadyCompleted');
});

const NOTIFIED = `import json, urllib.request
def handler(event, context):
  message = json.loads(event["Records"][0]["Sns"]["Message"])
  report = {"TaskToken": message["taskToken"], "Output": json.dumps({"status": "success"})}
  request = urllib.request.Request(context.api + "/ReportTaskSucceeded", json.dumps(report).encode(), {"content-type": "application/json"})
  urllib.request.urlopen(request).read()
`;

test('a topic pushes to a function, which reports', async () => {
  const opened = await open({ 'topics/notified.py': NOTIFIED });
  const sns = new SNSClient(clientOf(opened));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const Endpoint = 'arn:aws:lambda:eu-west-1:000000000000:function:topics-notified';
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint }));
  const execution = await opened.run(
    `
version: v1
type: flow
steps:
  - type: task
    name: mns-topic-task
    resourceArn: acs:mns:::/topics/news/messages
    pattern: waitForCallback
    inputMappings:
      - { target: messageBody, source: $input.messageBody }
      - { target: taskToken, source: $context.task.token }
    outputMappings: [{ target: status, source: $local.status }]
    serviceParams: { MessageBody: $ }
`,
    { messageBody: 'hello world' },
  );
  expect(execution).toMatchObject({ Status: 'Succeeded', Output: '{"status":"success"}' });
});

test('an asynchronous call is not waited for, and may report by callback', async () => {
  const opened = await open({
    // It reports once the history tells that its call has been accepted, so a call that were waited for would never end.
    'shop/later.js': `exports.handler = async ({ token }, { api, flowName, executionName }) => {
      const call = async (operation, request) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(api + '/' + operation, { method: 'POST', headers, body: JSON.stringify(request) })).json();
      };
      const isSubmitted = async () => {
        const { Events } = await call('GetExecutionHistory', { FlowName: flowName, ExecutionName: executionName });
        return Events.some(({ Type }) => Type === 'TaskSubmitted');
      };
      while (!(await isSubmitted()));
      await call('ReportTaskSucceeded', { TaskToken: token, Output: '{"late":true}' });
    }`,
  });
  const { Output } = await opened.run(`
version: v1
type: flow
steps:
  - type: task
    name: later
    resourceArn: acs:fc:::services/shop/functions/later
    pattern: waitForCallback
    inputMappings: [{ target: token, source: $context.task.token }]
    serviceParams: { InvocationType: Async }
`);
  expect(JSON.parse(Output)).toEqual({ late: true });
});
