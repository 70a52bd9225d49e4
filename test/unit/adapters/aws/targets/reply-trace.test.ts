import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FlowClients } from '../../../../../src/adapters/aws/targets/flow-clients.ts';
import { createAwsTaskTargets } from '../../../../../src/adapters/aws/targets/task-targets.ts';
import { systemClock } from '../../../../../src/adapters/system.ts';
import type { FunctionCall } from '../../../../../src/ports/task-targets.ts';
import { serve, type TestServer } from '../../../../aws/emulated/http.ts';
import { targetClientsOf } from '../../../../aws/emulated/target-clients.ts';

const TRACE =
  'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1;Lineage=1:fc3b4ff1:15';

let lambda: TestServer;
let traces: unknown[];
let kept: string[];

beforeEach(async () => {
  traces = [];
  kept = [];
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'driver');
  vi.stubEnv('_X_AMZN_TRACE_ID', TRACE);
  lambda = await serve(async ({ headers }) => {
    traces.push(headers['x-amzn-trace-id']);
    const isLater = headers['x-amz-invocation-type'] === 'Event';
    return { status: isLater ? 202 : 200, headers: { 'x-amzn-requestid': 'r1' }, body: isLater ? '' : '{}' };
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await lambda.close();
});

function call(qualifier: string, given: Partial<FunctionCall> = {}, traceparent?: string) {
  const clients = new FlowClients({
    create: () => targetClientsOf(lambda.endpoint),
    assumeRole: () => Promise.reject(new Error('no role is needed')),
  });
  const naming = { region: 'us-east-1', accountId: '000000000000', bindings: {} };
  const keep = async (requestId: string) => void kept.push(requestId);
  const request: FunctionCall = {
    kind: 'function',
    target: { kind: 'function', resourceArn: 'arn', functionName: 'f', qualifier },
    event: '{}',
    isAsync: false,
    caller: {
      flowName: 'f',
      executionName: 'e',
      stepName: 's',
      taskId: 't',
      roleArn: '',
      ...(traceparent && { traceparent }),
    },
    replyTo: { execution: { flowId: 'f', name: 'e' }, task: { frame: 0, entry: 1, attempt: 0 } },
    deadlineAt: Date.now() + 150_000,
    ...given,
  };
  return createAwsTaskTargets(clients, naming, systemClock, { keep }).call(request);
}

test('A call whose result comes as a message begins a trace, so that Lambda sees no loop', async () => {
  expect(await call('replies-60s')).toEqual({ kind: 'underway' });
  expect(traces).toEqual([undefined]);
  expect(kept).toEqual(['r1']);
});

test('A call that a driver waits for belongs to the trace of the driver', async () => {
  expect(await call('live')).toEqual({ kind: 'succeeded', output: '{}' });
  expect(traces).toEqual([TRACE]);
  expect(kept).toEqual([]);
});

test('A call without client context belongs to the trace of its execution, where that is traced', async () => {
  const span = '5759e988bd862e3fe1be46a994272793-557abcec3ee5a047';
  const root = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047';
  await call('replies-60s', {}, `00-${span}-01`);
  await call('replies-60s', {}, `00-${span}-00`);
  await call('live', { isAsync: true }, `00-${span}-01`);
  expect(traces).toEqual([`${root};Sampled=1`, `${root};Sampled=0`, `${root};Sampled=1`]);
});
