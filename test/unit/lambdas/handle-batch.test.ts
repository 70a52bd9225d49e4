import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BatchParts } from '../../../lambdas/handle-batch.ts';
import { handleMessage } from '../../../src/engine/messages/handle-message.ts';
import type { DispatchBody, DispatchHandler } from '../../../src/ports/dispatch-queue.ts';
import { MemoryFlowStore } from '../../../src/testing/memory/flow-store.ts';
import { TEST_ACCOUNT } from '../../aws/emulated/dynamodb.ts';
import { serve, type TestServer } from '../../aws/emulated/http.ts';
import { type ApiHome, HOME_START, openApiHome } from '../../helpers/api-home.ts';
import { untilPasses } from '../../helpers/until-passes.ts';

// The modules read these when they are loaded.
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
const { handleBatch } = await import('../../../lambdas/handle-batch.ts');

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/000000000000/dispatch';

/** A change of visibility: how many seconds for which messages. */
type Change = readonly [number, readonly string[]];

let home: ApiHome;
let sqs: SQSClient;
let server: TestServer;
let changes: Change[];
/** Requests that change visibilities and are refused for every message. */
let refusals: number;

beforeEach(async () => {
  home = openApiHome();
  changes = [];
  refusals = 0;
  server = await serve(async ({ body }) => {
    const { Entries }: { Entries: { Id: string; ReceiptHandle: string; VisibilityTimeout: number }[] } =
      JSON.parse(body.toString());
    const bySeconds = Map.groupBy(Entries, ({ VisibilityTimeout }) => VisibilityTimeout);
    for (const [seconds, some] of bySeconds)
      changes.push([seconds, some.map(({ ReceiptHandle }) => ReceiptHandle)]);
    refusals -= 1;
    const Failed = refusals < 0 ? [] : Entries.map(({ Id }) => ({ Id, SenderFault: true, Code: 'No' }));
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    return { status: 200, headers, body: JSON.stringify({ Failed, Successful: [] }) };
  });
  sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint: server.endpoint, useQueueUrlAsEndpoint: false });
});
afterEach(async () => {
  sqs.destroy();
  await server.close();
});

function record(id: string, body: DispatchBody | string, receives = 1): SQSRecord {
  return {
    messageId: id,
    receiptHandle: `handle of ${id}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(HOME_START) },
  } as SQSRecord;
}

function handle(...records: readonly SQSRecord[]) {
  return handleBatch(records, partsOf(home), HOME_START + 60_000);
}

function partsOf({ services }: ApiHome): BatchParts {
  const deliver: DispatchHandler = (message, context) => handleMessage(message, services, context);
  return { deliver, clock: services.clock, sqs, queueUrl: QUEUE_URL };
}

const START: DispatchBody = { kind: 'start', flowName: 'nothing', executionName: 'one', input: '{}' };
const UNKNOWN: DispatchBody = { kind: 'dispatch', execution: { flowId: 'f', name: 'not-yet' } };

describe('a batch', () => {
  test('is hidden for a minute as a whole, with one request, before anything is done', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `m${index}`);
    await handle(...ids.map((id) => record(id, START)));
    expect(changes).toEqual([[60, ids.map((id) => `handle of ${id}`)]]);
  });

  test('of which all is done brings nothing back', async () => {
    expect(await handle(record('a', START), record('b', START))).toEqual({ batchItemFailures: [] });
  });

  test('brings back only what failed', async () => {
    const { batchItemFailures } = await handle(
      record('a', START),
      record('b', 'no JSON'),
      record('c', START),
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'b' }]);
  });

  test('stays hidden for as long as it is being handled, but for what was given back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    home = openApiHome({ flows: Object.assign(new MemoryFlowStore(), { readFlow: () => promise }) });
    const handled = handle(record('a', START), record('b', 'no JSON'));
    await untilPasses(() => expect(changes).toHaveLength(2));
    for (const renewals of [3, 4, 5]) {
      vi.advanceTimersByTime(20_000);
      await untilPasses(() => expect(changes).toHaveLength(renewals));
    }
    resolve(undefined);
    await handled;
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    const [both, givenBack, ...renewed] = changes;
    expect(both).toEqual([60, ['handle of a', 'handle of b']]);
    expect(givenBack).toEqual([2, ['handle of b']]);
    expect(renewed).toEqual(Array(3).fill([60, ['handle of a']]));
  });
});

describe('a timer', () => {
  const timer = (leadMs: number): DispatchBody => ({
    kind: 'command',
    execution: { flowId: 'f', name: 'one' },
    command: { type: 'FireTimer', timer: 7, dueAt: HOME_START + leadMs },
  });
  const delivered = async (...records: readonly SQSRecord[]) => {
    const ids: string[] = [];
    const deliver: DispatchHandler = async ({ id, body }) => {
      ids.push(id);
      const isEarly = body.kind === 'command' && body.command.type === 'FireTimer';
      return isEarly ? { done: false, retryInSeconds: 9 } : { done: true };
    };
    const { batchItemFailures } = await handleBatch(records, { ...partsOf(home), deliver }, HOME_START);
    return { ids, returned: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
  };

  test('that comes a little too early is given back until it is due, with the request that holds the others', async () => {
    const found = await delivered(record('a', timer(40_001)), record('b', START), record('c', timer(1)));
    expect(found).toEqual({ ids: ['b'], returned: ['a', 'c'] });
    expect(changes).toEqual([
      [41, ['handle of a']],
      [60, ['handle of b']],
      [1, ['handle of c']],
    ]);
  });

  test.each([
    ['is due', 0],
    ['comes hours too early, as at the end of a stage', 3_600_000],
  ])('that %s is for its execution', async (_, lead) => {
    expect((await delivered(record('a', timer(lead)))).ids).toEqual(['a']);
    expect(changes[0]).toEqual([60, ['handle of a']]);
  });

  test('that could not be given back is for its execution, which tries again', async () => {
    refusals = 1;
    expect(await delivered(record('a', timer(5_000)))).toEqual({ ids: ['a'], returned: ['a'] });
    expect(changes).toEqual([
      [5, ['handle of a']],
      [9, ['handle of a']],
    ]);
  });
});

describe('a message', () => {
  test.each(['no JSON', '[]', '{"kind":7}', 'null'])('that says %s comes back', async (body) => {
    expect((await handle(record('a', body))).batchItemFailures).toEqual([{ itemIdentifier: 'a' }]);
  });

  test.each([
    [1, 2],
    [2, 4],
    [8, 256],
    [9, 300],
    [19, 300],
  ])('that failed for the %i. time comes back after %i seconds', async (receives, seconds) => {
    await handle(record('a', 'no JSON', receives));
    expect(changes.at(-1)).toEqual([seconds, ['handle of a']]);
  });

  test('whose commit has yet to land comes back soon', async () => {
    let isHandled = false;
    const handled = handle(record('a', UNKNOWN)).finally(() => {
      isHandled = true;
    });
    await untilPasses(async () => {
      await home.clock.advanceBy(20);
      expect(isHandled).toBe(true);
    });
    expect((await handled).batchItemFailures).toEqual([{ itemIdentifier: 'a' }]);
    expect(changes.at(-1)).toEqual([1, ['handle of a']]);
  });

  test('of an event rule starts an execution with the event as its input', async () => {
    const Definition = 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n';
    await home.call('CreateFlow', { Name: 'inbox', Definition, Description: '', Type: 'FDL' });
    const body = '{"kind":"start","flowName":"inbox","executionName":"event-1","input":{"key":"a \\"b\\""}}';
    expect((await handle(record('a', body))).batchItemFailures).toEqual([]);
    const { Input } = await home.call('DescribeExecution', { FlowName: 'inbox', ExecutionName: 'event-1' });
    expect(JSON.parse(Input)).toEqual({ key: 'a "b"' });
  });
});

describe('a batch that may begin nothing any more', () => {
  test('hands its tasks over to a fresh message and is done', async () => {
    const Definition =
      'version: v1\ntype: flow\nsteps:\n  - {type: task, name: a, resourceArn: "acs:fc:::services/s/functions/f"}\n';
    await home.call('CreateFlow', { Name: 'late', Definition, Description: '', Type: 'FDL' });
    await home.call('StartExecution', { FlowName: 'late', ExecutionName: 'one' });
    const delivery = home.queue.take();
    if (delivery === undefined) throw new Error('nothing was sent');
    const { id, body } = delivery.message;
    expect(await handleBatch([record(id, body)], partsOf(home), HOME_START)).toEqual({
      batchItemFailures: [],
    });
    expect(home.queue.take()?.message.body).toMatchObject({ kind: 'dispatch', adopts: [id] });
    const { Events } = await home.call('GetExecutionHistory', { FlowName: 'late', ExecutionName: 'one' });
    expect(Events.map(({ Type }) => Type)).not.toContain('TaskFailed');
  });
});

test('a queue that does not answer changes nothing but how soon a crash is noticed', async () => {
  const { endpoint } = server;
  await server.close();
  sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint, useQueueUrlAsEndpoint: false, maxAttempts: 1 });
  expect(await handle(record('a', START))).toEqual({ batchItemFailures: [] });
});
