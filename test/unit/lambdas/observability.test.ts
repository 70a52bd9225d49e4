import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TEST_ACCOUNT } from '../../aws/emulated/dynamodb.ts';
import { serve } from '../../aws/emulated/http.ts';

// The modules read these when they are loaded.
process.env['POWERTOOLS_SERVICE_NAME'] = 'FdlOnAws-driver';
process.env['POWERTOOLS_METRICS_NAMESPACE'] = 'FdlOnAws';
const { handleBatch } = await import('../../../lambdas/handle-batch.ts');
const { powertoolsLogger } = await import('../../../lambdas/logger.ts');
const { measure, measureCapacity } = await import('../../../lambdas/metrics.ts');
const { withObservability } = await import('../../../lambdas/middleware.ts');

const CONTEXT = { functionName: 'driver', awsRequestId: 'request-1' } as Context;

let printed: string;

beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function lines(): readonly Record<string, unknown>[] {
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('an invocation', () => {
  test('leaves its measures in one embedded-metrics line', async () => {
    const handler = withObservability(async () => {
      measure('Transitions', 3);
      measure('Transitions', 4);
      measureCapacity({ table: 't', units: 2, isWrite: true });
      measureCapacity({ table: 't', units: 0.5, isWrite: false });
    });
    await handler({}, CONTEXT);
    const [line] = lines().filter((entry) => 'Transitions' in entry);
    expect(line).toMatchObject({
      service: 'FdlOnAws-driver',
      Transitions: [3, 4],
      WriteUnits: 2,
      ReadUnits: 0.5,
      _aws: { CloudWatchMetrics: [{ Namespace: 'FdlOnAws', Dimensions: [['service']] }] },
    });
  });

  test('counts the failures whose handler is not there', async () => {
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    const server = await serve(async () => ({ status: 200, headers, body: '{"Failed":[],"Successful":[]}' }));
    const sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint: server.endpoint, useQueueUrlAsEndpoint: false });
    const attributes = { ApproximateReceiveCount: '1', SentTimestamp: '0' };
    const start = { kind: 'start', flowName: 'rescue', executionName: 'one', input: '{}', isHandler: true };
    const records = ['a', 'b'].map(
      (id) => ({ messageId: id, receiptHandle: id, body: JSON.stringify(start), attributes }) as SQSRecord,
    );
    const parts = {
      deliver: async () => ({ done: true, isUnhandledFailure: true }) as const,
      clock: { now: () => 0 },
      sqs,
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/dispatch',
    };
    await withObservability(() => handleBatch(records, parts, 60_000))({}, CONTEXT);
    expect(lines()).toContainEqual(expect.objectContaining({ FailuresUnhandled: [1, 1] }));
    sqs.destroy();
    await server.close();
  });

  test('leaves them also when it fails', async () => {
    const handler = withObservability(async () => {
      measure('Conflicts', 1);
      throw new Error('broken');
    });
    await expect(handler({}, CONTEXT)).rejects.toThrow('broken');
    expect(lines()).toContainEqual(expect.objectContaining({ Conflicts: 1 }));
  });

  test('that measured nothing leaves no line', async () => {
    await withObservability(async () => 'done')({}, CONTEXT);
    printed = '';
    await withObservability(async () => 'done')({}, CONTEXT);
    expect(printed).toBe('');
  });

  test('logs with its id, and never its event', async () => {
    const handler = withObservability(async () => powertoolsLogger.info('something happened'));
    await handler({ body: 'a-secret-payload' }, CONTEXT);
    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'something happened', function_request_id: 'request-1' }),
    );
    expect(printed).not.toContain('a-secret-payload');
  });
});
