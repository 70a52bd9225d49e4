import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeIdleSockets } from '../../../../../src/adapters/aws/targets/function-sockets.ts';
import { createFlowClients } from '../../../../../src/adapters/aws/targets/target-clients.ts';
import { createAwsTaskTargets } from '../../../../../src/adapters/aws/targets/task-targets.ts';
import type { TaskTargets } from '../../../../../src/ports/task-targets.ts';
import { createVirtualClock } from '../../../../../src/testing/memory/virtual-clock.ts';
import { TEST_CONFIG } from '../../../../aws/emulated/config.ts';
import { NO_REPLIES } from '../../../../aws/emulated/target-clients.ts';
import { untilPasses } from '../../../../helpers/until-passes.ts';

/** How the server treats a request, by how many came on its connection before. */
type Serve = (response: ServerResponse, before: number) => void;

const answerAll: Serve = (response) => response.end('{"ok":true}');

let serve: Serve;
let requests: Map<Socket, number>;
let targets: TaskTargets;
let close: () => Promise<void>;

beforeEach(async () => {
  // How long a call has lasted is what a test says, however busy the machine is.
  vi.useFakeTimers({ toFake: ['performance'] });
  requests = new Map();
  const server = createServer((request, response) => {
    const before = requests.get(request.socket) ?? 0;
    requests.set(request.socket, before + 1);
    request.resume();
    request.on('end', () => serve(response, before));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
  targets = createAwsTaskTargets(
    createFlowClients(TEST_CONFIG),
    TEST_CONFIG,
    createVirtualClock(0),
    NO_REPLIES,
  );
  close = async () => {
    closeIdleSockets();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
});

afterEach(async () => {
  await close();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

function call(): ReturnType<TaskTargets['call']> {
  const resourceArn = 'acs:fc:::services/s/functions/f';
  const target = { kind: 'function', resourceArn, service: 's', functionName: 'f' } as const;
  const caller = { flowName: 'f', executionName: 'e', stepName: 's', taskId: 't', roleArn: '' };
  return targets.call({ kind: 'function', caller, target, event: '{}', isAsync: false });
}

const total = () => [...requests.values()].reduce((sum, count) => sum + count, 0);

/** Resolves when the client has put the connection of the last call back. */
async function isIdle(): Promise<void> {
  await untilPasses(() => expect(requests.size).toBeGreaterThan(0));
  await new Promise((done) => setImmediate(done));
}

describe('a connection that an earlier call has used', () => {
  test('is used again', async () => {
    serve = answerAll;
    await call();
    await isIdle();
    await call();
    expect([...requests.values()]).toEqual([2]);
  });

  test('and that was closed meanwhile is no failure of the function: the call goes out on a new one', async () => {
    serve = (response, before) => {
      if (before > 0) response.socket?.resetAndDestroy();
      else response.end('{}');
    };
    await call();
    await isIdle();
    expect(await call()).toEqual({ kind: 'succeeded', output: '{}' });
    expect([...requests.values()]).toEqual([2, 1]);
  });

  test('and that breaks while the function is at work is one, and the function is not called twice', async () => {
    serve = (response, before) => {
      if (before === 0) return void response.end('{}');
      vi.advanceTimersByTime(1_100);
      response.socket?.resetAndDestroy();
    };
    await call();
    await isIdle();
    expect(await call()).toMatchObject({ kind: 'failed', failure: { error: 'FC.InternalServerError' } });
    expect(total()).toBe(2);
  });

  test.each([
    ['head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'],
  ])('and that breaks within the %s of the answer is one, too', async (_part, sent) => {
    serve = (response, before) => {
      if (before === 0) return void response.end('{}');
      response.socket?.end(sent);
    };
    await call();
    await isIdle();
    expect(await call()).toMatchObject({ kind: 'failed', failure: { error: 'FC.InternalServerError' } });
    expect(total()).toBe(2);
  });
});

test('A new connection that breaks is a failure, and the function is not called twice', async () => {
  serve = (response) => response.socket?.resetAndDestroy();
  expect(await call()).toMatchObject({ kind: 'failed', failure: { error: 'FC.InternalServerError' } });
  expect(total()).toBe(1);
});

test('Closing what is idle leaves calls alone that are under way', async () => {
  const held: ServerResponse[] = [];
  serve = (response) => held.push(response);
  const first = call();
  await untilPasses(() => expect(held).toHaveLength(1));
  closeIdleSockets();
  held[0]?.end('{"late":true}');
  expect(await first).toEqual({ kind: 'succeeded', output: '{"late":true}' });
});

test('A driver keeps no connection for the batch that comes after it has been frozen', async () => {
  serve = answerAll;
  await call();
  await isIdle();
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
  vi.stubEnv('AWS_REGION', TEST_CONFIG.region);
  for (const [name, value] of Object.entries(ENVIRONMENT_VALUES)) vi.stubEnv(name, value);
  const { handler } = await import('../../../../../lambdas/driver.ts');
  const context = { functionName: 'driver', getRemainingTimeInMillis: () => 900_000 };
  await handler({ Records: [] }, context as never, { signal: new AbortController().signal });
  await untilPasses(() => expect([...requests.keys()].every((socket) => socket.destroyed)).toBe(true));
  await call();
  expect([...requests.values()]).toEqual([1, 1]);
});

const ENVIRONMENT_VALUES = {
  EXECUTIONS_TABLE: 'executions',
  FLOWS_TABLE: 'flows',
  BLOBS_BUCKET: 'blobs',
  DISPATCH_QUEUE_URL: TEST_CONFIG.dispatchQueueUrl,
  DISPATCH_QUEUE_ARN: TEST_CONFIG.dispatchQueueArn,
  REPLY_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/replies',
  DEAD_LETTER_QUEUE_ARN: TEST_CONFIG.deadLetterQueueArn,
  SCHEDULE_GROUP: 'fdl',
  SCHEDULER_ROLE_ARN: TEST_CONFIG.schedulerRoleArn,
  ROLE_PATHS: '/fdl-flow/',
  LIMITS_PROFILE: 'default',
  RETENTION_DAYS: '90',
};
