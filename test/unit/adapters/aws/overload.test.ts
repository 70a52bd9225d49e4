import { afterEach, expect, test, vi } from 'vitest';
import { createApiServices } from '../../../../src/adapters/aws/api-services.ts';
import { createApi } from '../../../../src/api/handle-request.ts';
import type { LogFields } from '../../../../src/ports/logger.ts';
import { UnavailableError } from '../../../../src/ports/unavailable.ts';
import { TEST_CONFIG as config } from '../../../aws/emulated/config.ts';
import { awsError, serve, type TestResponse, type TestServer } from '../../../aws/emulated/http.ts';
import { makeSchedule } from '../../../conformance/flow-fixtures.ts';

const logged: [message: string, fields: LogFields | undefined][] = [];
const ignore = () => {};
const logger = {
  info: ignore,
  error: ignore,
  warn: (message: string, fields?: LogFields) => logged.push([message, fields]),
};

let server: TestServer | undefined;
let requests = 0;

afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
  server = undefined;
});

/** Services whose every request is answered like this. */
async function servicesOn(response: TestResponse) {
  requests = 0;
  logged.length = 0;
  server = await serve(async () => {
    requests += 1;
    return response;
  });
  vi.stubEnv('AWS_ENDPOINT_URL', server.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  return createApiServices(config, { logger });
}

const execution = { flowId: 'flow-1', name: 'run' };
type Services = Awaited<ReturnType<typeof servicesOn>>;

test.each<[string, number, string, (services: Services) => Promise<unknown>]>([
  ['DynamoDB', 400, 'ProvisionedThroughputExceededException', ({ executions }) => executions.load(execution)],
  ['DynamoDB', 400, 'ThrottlingException', ({ executions }) => executions.readHeader(execution)],
  ['DynamoDB', 400, 'RequestLimitExceeded', ({ flows }) => flows.readFlow('orders')],
  ['SQS', 400, 'RequestThrottled', ({ queue }) => queue.send({ kind: 'dispatch', execution })],
  [
    'EventBridge Scheduler',
    429,
    'ThrottlingException',
    ({ schedules }) => schedules.put(makeSchedule('nightly')),
  ],
])(
  '%s answers %d %s: it is tried again, and then the service is overloaded',
  async (service, status, name, ask) => {
    const services = await servicesOn(awsError(status, name, 'slow down'));

    const error = await ask(services).catch((thrown) => thrown);

    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({ isOverload: true, cause: { message: 'slow down' } });
    expect(String(error)).toContain(service);
    expect(requests).toBeGreaterThan(1);
  },
);

test('What fails for another reason is no overload', async () => {
  const { executions } = await servicesOn(awsError(400, 'ResourceNotFoundException', 'no table'));
  const error = await executions.load(execution).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'ResourceNotFoundException' });
});

test('A caller is told to come back by 429 ResourceThrottled, and the operator why', async () => {
  const api = createApi(await servicesOn(awsError(400, 'ThrottlingException', 'slow down')));

  const { status, headers, body } = await api({
    method: 'POST',
    path: '/StartExecution',
    query: '',
    headers: { 'content-type': 'application/json' },
    body: '{"FlowName":"orders"}',
  });

  const { Code, Message } = JSON.parse(body);
  expect([status, headers['retry-after'], Code, Message]).toEqual([
    429,
    '1',
    'ResourceThrottled',
    'The service is busy: DynamoDB turns requests away; come back in a moment',
  ]);
  expect(logged).toEqual([
    [expect.stringContaining('not available'), { requestId: expect.any(String), reason: Message }],
  ]);
});
