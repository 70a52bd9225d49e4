import { createHash } from 'node:crypto';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApiServices } from '../../../../src/adapters/aws/api-services.ts';
import { createDriverServices } from '../../../../src/adapters/aws/driver-services.ts';
import type { UsedCapacity } from '../../../../src/adapters/aws/observe-capacity.ts';
import type { FunctionCall } from '../../../../src/ports/task-targets.ts';
import { TEST_CONFIG as config } from '../../../aws/emulated/config.ts';
import { serve, type TestRequest, type TestServer } from '../../../aws/emulated/http.ts';
import { type Invocation, type InvocationAnswer, startLambda } from '../../../aws/emulated/lambda.ts';

const logger = { info: () => {}, warn: () => {}, error: () => {} };

function stubEndpoint(variable: string, endpoint: string): void {
  vi.stubEnv(variable, endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
}

function call(given: Partial<FunctionCall> = {}): FunctionCall {
  const caller = { flowName: 'f', executionName: 'run', stepName: 's', taskId: 'f/run/2/0', roleArn: '' };
  const resourceArn = 'acs:fc:::services/shop.live/functions/pay';
  const target = {
    kind: 'function',
    resourceArn,
    service: 'shop',
    functionName: 'pay',
    qualifier: 'live',
  } as const;
  return { kind: 'function', caller, target, event: '{"a":"ü"}', isAsync: false, ...given };
}

describe("a driver's calls of functions", () => {
  let lambda: TestServer;
  let invocations: Invocation[];
  let answer: () => Promise<InvocationAnswer>;

  beforeEach(async () => {
    invocations = [];
    answer = async () => ({ kind: 'returned', payload: '{"b": 1}' });
    lambda = await startLambda((invocation) => {
      invocations.push(invocation);
      return answer();
    });
    stubEndpoint('AWS_ENDPOINT_URL_LAMBDA', lambda.endpoint);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lambda.close();
  });

  const invoke = (given: Partial<FunctionCall> = {}) =>
    createDriverServices(config, { logger }).targets.call(call(given));

  test('go where the environment says, by name and qualifier, and answer byte for byte', async () => {
    expect(await invoke()).toEqual({ kind: 'succeeded', output: '{"b": 1}' });
    expect(invocations).toMatchObject([
      { functionName: 'shop-pay', qualifier: 'live', payload: '{"a":"ü"}', isAsync: false },
    ]);
  });

  test.each<[string, InvocationAnswer]>([
    ['a lost answer', { kind: 'cut' }],
    ['an internal error', { kind: 'refused', status: 500, exception: 'ServiceException' }],
    ['throttling', { kind: 'refused', status: 429, exception: 'TooManyRequestsException' }],
  ])('are not repeated after %s: that is the business of the flow', async (_what, refusal) => {
    answer = async () => refusal;
    expect((await invoke()).kind).toBe('failed');
    expect(invocations).toHaveLength(1);
  });

  test('wait no longer than until the deadline of the task', async () => {
    let release = () => {};
    const hanging = new Promise<InvocationAnswer>((resolve) => {
      release = () => resolve({ kind: 'cut' });
    });
    answer = () => hanging;
    const startedAt = Date.now();

    expect((await invoke({ deadlineAt: startedAt + 200 })).kind).toBe('failed');
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect((await invoke({ deadlineAt: startedAt })).kind).toBe('failed');
    expect(invocations).toHaveLength(1);
    release();
  });

  test('that only hand over an event tell no context and answer an empty object', async () => {
    answer = async () => ({ kind: 'returned', payload: '' });
    expect(await invoke({ isAsync: true })).toEqual({ kind: 'succeeded', output: '{}' });
    expect(invocations).toMatchObject([{ isAsync: true, clientContext: undefined }]);
  });

  test('answer null for a function that returns nothing', async () => {
    answer = async () => ({ kind: 'returned', payload: '' });
    expect(await invoke()).toEqual({ kind: 'succeeded', output: 'null' });
  });
});

describe('the clients of the engine', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('give a lost request up after three seconds and try again, where the environment says', async () => {
    let requests = 0;
    const server = await serve(async () => {
      requests += 1;
      if (requests === 1) await new Promise((resolve) => setTimeout(resolve, 10_000).unref());
      const body = '{"ConsumedCapacity":{"TableName":"flows","CapacityUnits":1}}';
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
    });
    stubEndpoint('AWS_ENDPOINT_URL_DYNAMODB', server.endpoint);
    const used: UsedCapacity[] = [];
    const { flows } = createApiServices(config, { logger, onCapacity: (capacity) => used.push(capacity) });
    const startedAt = Date.now();

    expect(await flows.readFlow('orders')).toBeUndefined();

    expect(requests).toBe(2);
    expect(Date.now() - startedAt).toBeLessThan(6_000);
    expect(used).toEqual([{ table: 'flows', units: 1, isWrite: false }]);
    await server.close();
  });

  test('send to the queue where the environment says, whatever host its URL names', async () => {
    const sent: TestRequest[] = [];
    const server = await serve(async (request) => {
      sent.push(request);
      const { MessageBody } = JSON.parse(request.body.toString());
      const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex');
      const body = JSON.stringify({ MessageId: 'm-1', MD5OfMessageBody });
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
    });
    stubEndpoint('AWS_ENDPOINT_URL_SQS', server.endpoint);
    const { queue } = createApiServices(config, { logger });

    await queue.send({ kind: 'flow-deleted', flowId: 'f' });

    expect(JSON.parse(sent[0]?.body.toString() ?? '')).toMatchObject({ QueueUrl: config.dispatchQueueUrl });
    await server.close();
  });
});

describe('the services of an API function', () => {
  test('know the rules of this home and call no tasks', async () => {
    const { cronProblem, roleProblem, targets } = createApiServices(config, { logger });
    expect(cronProblem('0 * * * * *')).toBeUndefined();
    expect(roleProblem('arn:aws:iam::000000000000:role/admin')).toContain('may not be used');
    await expect(targets.call(call())).rejects.toThrow('Tasks are called by drivers only');
  });

  test('know the functions that have bindings', () => {
    const pack = 'acs:fc:::services/shop/functions/pack';
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:pack';
    const bindings = { [pack]: arn, 'acs:mns:::/queues/q/messages': 'arn:aws:sqs:eu-west-1:123456789012:q' };
    const { functions } = createApiServices({ ...config, bindings }, { logger });
    expect(functions()).toEqual([{ arn: pack, location: arn }]);
  });

  test.each([
    ['api-services', ['dynamodb', 'scheduler', 'sqs'], ['s3']],
    ['driver-services', ['dynamodb', 'lambda', 'scheduler', 'sqs', 'sts'], ['eventbridge', 's3', 'sns']],
  ])('%s bring only the clients that they use, and rare ones late', async (entry, first, rare) => {
    const { metafile } = await build({
      entryPoints: [`src/adapters/aws/${entry}.ts`],
      bundle: true,
      write: false,
      splitting: true,
      outdir: 'late',
      metafile: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
    });
    const outputs = Object.values(metafile.outputs);
    const [late = [], atOnce = []] = [true, false].map((isLate) => {
      const chunks = outputs.filter(({ entryPoint = entry }) => !entryPoint.includes(entry) === isLate);
      const paths = chunks.flatMap(({ imports }) => imports.map(({ path }) => path));
      return [...new Set(paths.flatMap((path) => /^@aws-sdk\/client-(.+)$/.exec(path)?.[1] ?? []))].sort();
    });
    expect(atOnce).toEqual(first);
    expect(late.filter((client) => !atOnce.includes(client))).toEqual(rare);
  });
});
