import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  messageText,
  SqsDispatchQueue,
} from '../../../../../src/adapters/aws/dispatch/sqs-dispatch-queue.ts';
import type { DispatchBody } from '../../../../../src/ports/dispatch-queue.ts';
import { TEST_ACCOUNT } from '../../../../aws/emulated/dynamodb.ts';
import { serve, type TestServer } from '../../../../aws/emulated/http.ts';

const execution = { flowId: 'flow-1', name: 'run' };

function report(output: string): DispatchBody {
  return { kind: 'report', token: 't', result: { kind: 'succeeded', output } };
}

describe('the text of a message', () => {
  test.each([
    ['an emoji', '😀'],
    ['half an emoji', '\ud83d'],
    ['characters that are none', '\ufffe\uffff'],
    ['control characters', '\u0000\u0008\u001f\t\n\r'],
    ['other alphabets', 'é 值 ж'],
  ])('holds %s in characters that SQS accepts', (_what, text) => {
    const body = report(JSON.stringify({ text }));

    const sent = messageText(body);

    expect(sent).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/);
    expect(JSON.parse(sent)).toEqual(body);
  });
});

describe('sending to SQS', () => {
  let server: TestServer;
  let queue: SqsDispatchQueue;
  let sent: Record<string, unknown>[];
  let answer: object;

  beforeAll(async () => {
    server = await serve(async ({ body }) => {
      sent.push(JSON.parse(body.toString()));
      const headers = { 'content-type': 'application/x-amz-json-1.0' };
      return { status: 200, headers, body: JSON.stringify(answer) };
    });
    const client = new SQSClient({
      ...TEST_ACCOUNT,
      endpoint: server.endpoint,
      useQueueUrlAsEndpoint: false,
      md5: false,
    });
    queue = new SqsDispatchQueue(client, 'https://sqs.us-east-1.amazonaws.com/1/dispatch');
  });
  beforeEach(() => {
    sent = [];
    answer = { MessageId: 'm-1' };
  });
  afterAll(() => server.close());

  test('lets the index catch up before the executions of a flow that is gone are listed', async () => {
    await queue.send({ kind: 'stop-executions', flowId: 'flow-1' });
    expect(sent).toMatchObject([{ DelaySeconds: 5 }]);
  });

  test('rounds a delay up to whole seconds, and leaves none out', async () => {
    expect(await queue.send({ kind: 'dispatch', execution }, 0.2)).toBe('m-1');
    await queue.send({ kind: 'dispatch', execution });

    expect(sent.map(({ DelaySeconds }) => DelaySeconds)).toEqual([1, undefined]);
  });

  test('takes the largest report that the limits allow, and refuses what SQS would not take', async () => {
    await queue.send(report(JSON.stringify({ text: '😀'.repeat(65_000) })));
    await expect(queue.send(report('x'.repeat(1024 * 1024)))).rejects.toThrow(
      /^A report message of \d+ bytes exceeds the 1048576 of SQS$/,
    );
    expect(sent).toHaveLength(1);
  });

  test('fails when SQS answers no id: the commit that follows needs one', async () => {
    answer = {};
    await expect(queue.send({ kind: 'dispatch', execution })).rejects.toThrow('SQS answered no message id');
  });
});
