import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SqsDispatchQueue } from '../../../../../src/adapters/aws/dispatch/sqs-dispatch-queue.ts';
import type { DispatchBody } from '../../../../../src/ports/dispatch-queue.ts';
import { createSeededIds } from '../../../../../src/testing/memory/seeded-ids.ts';
import { TEST_ACCOUNT } from '../../../../aws/emulated/dynamodb.ts';
import { serve, type TestServer } from '../../../../aws/emulated/http.ts';

const execution = { flowId: 'flow-1', name: 'run' };

function report(output: string): DispatchBody {
  return { kind: 'report', token: 't', result: { kind: 'succeeded', output } };
}

describe('sending to SQS', () => {
  let server: TestServer;
  let queue: SqsDispatchQueue;
  let sent: Record<string, unknown>[];
  /** Statuses of the next answers; 200 from then on. */
  let failing: number[];

  beforeAll(async () => {
    server = await serve(async ({ body }) => {
      sent.push(JSON.parse(body.toString()));
      const headers = { 'content-type': 'application/x-amz-json-1.0' };
      return { status: failing.shift() ?? 200, headers, body: JSON.stringify({ MessageId: 'of-sqs' }) };
    });
    const client = new SQSClient({
      ...TEST_ACCOUNT,
      endpoint: server.endpoint,
      useQueueUrlAsEndpoint: false,
      md5: false,
      maxAttempts: 1,
    });
    const queueUrl = 'https://sqs.us-east-1.amazonaws.com/1/dispatch';
    queue = new SqsDispatchQueue({
      client,
      queueUrl,
      ids: createSeededIds('sqs'),
      clock: { sleep: async () => {} },
    });
  });
  beforeEach(() => {
    sent = [];
    failing = [];
  });
  afterAll(() => server.close());

  test('lets the index catch up before the executions of a flow that is gone are listed', async () => {
    await queue.send({ kind: 'stop-executions', flowId: 'flow-1' });
    expect(sent).toMatchObject([{ DelaySeconds: 5 }]);
  });

  test('rounds a delay up to whole seconds, and leaves none out', async () => {
    await queue.send({ kind: 'dispatch', execution }, 0.2);
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

  test('sends the id that it answers within the text, another for every message', async () => {
    const ids = [
      await queue.send({ kind: 'dispatch', execution }),
      await queue.send({ kind: 'dispatch', execution }),
    ];

    expect(new Set(ids).size).toBe(2);
    expect(sent.map(({ MessageBody }) => JSON.parse(String(MessageBody)))).toEqual(
      ids.map((id) => ({ id, kind: 'dispatch', execution })),
    );
  });

  test('tries again under another id, since a try that was not answered may be on the queue', async () => {
    failing = [500, 503];
    const id = await queue.send({ kind: 'dispatch', execution });

    const ids = sent.map(({ MessageBody }) => JSON.parse(String(MessageBody)).id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.at(-1)).toBe(id);
  });

  test.each([
    [[500, 500, 500], 3],
    [[400], 1],
  ])('gives up when it is answered %j', async (statuses, tries) => {
    failing = [...statuses];
    await expect(queue.send({ kind: 'dispatch', execution })).rejects.toThrow();
    expect(sent).toHaveLength(tries);
  });
});
