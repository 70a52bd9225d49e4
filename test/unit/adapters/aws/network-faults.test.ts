import { afterAll, describe, expect, test } from 'vitest';
import {
  createTables,
  dynamoDbClient,
  missingDynamoDb,
  startDynamoDb,
} from '../../../aws/emulated/dynamodb.ts';
import { type Fault, type FaultPlan, startFaultProxy } from '../../../aws/emulated/fault-proxy.ts';
import { EmulatedHome } from '../../../aws/emulated/home.ts';
import { awsError } from '../../../aws/emulated/http.ts';
import type { Invocation, InvocationAnswer } from '../../../aws/emulated/lambda.ts';

const FLOW = `
version: v1
type: flow
steps:
  - type: task
    name: reserve
    resourceArn: acs:fc:::services/shop/functions/reserve
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - type: task
        name: pay
        resourceArn: acs:fc:::services/shop/functions/pay
  - type: wait
    name: cool
    duration: 30
  - type: task
    name: ship
    resourceArn: acs:fc:::services/shop/functions/ship
`;

/** Time that a client waits for requests that are late or lost. */
const CLIENT_TIMEOUT_MS = 500;
/** Time that it waits otherwise: a busy machine may hold up any request, which is no fault that this counts. */
const LONG_MS = 60_000;
/** More than ever follow one another: a client that gives up calls tasks twice. */
const ATTEMPTS = 8;
const answer = (status: number, name: string): Fault => ({
  kind: 'answer',
  response: awsError(status, name, 'not now'),
});

const FAULTS: readonly (readonly [what: string, fault: Fault])[] = [
  ['is answered by a failing service', answer(500, 'InternalServerError')],
  ['is answered by an unavailable service', answer(503, 'ServiceUnavailable')],
  ['is throttled', answer(400, 'ThrottlingException')],
  ['is cut off on its way', { kind: 'reset' }],
  ['arrives only after the client has tried again', { kind: 'delay', milliseconds: 2 * CLIENT_TIMEOUT_MS }],
  ['loses its response', { kind: 'loseResponse' }],
  ['is never answered', { kind: 'hang' }],
];

const missing = missingDynamoDb();

describe.skipIf(missing !== undefined)(`a bad network on AWS (${missing ?? 'emulated'})`, async () => {
  if (missing !== undefined) return;
  const server = await startDynamoDb();
  const direct = dynamoDbClient(server.endpoint);
  afterAll(async () => {
    direct.destroy();
    await server.stop();
  });

  /** Runs the flow; answers how it went, and how many faults there were. */
  async function run(fault: Fault | undefined, isDeliveredTwice = false) {
    const faults = { dynamoDb: 0, sqs: 0 };
    const everyThird = (of: keyof typeof faults): FaultPlan => {
      let requests = 0;
      return () => {
        if (fault === undefined) return undefined;
        requests += 1;
        if (requests % 3 !== 2) return undefined;
        faults[of] += 1;
        return fault;
      };
    };
    const isLate = fault?.kind === 'delay' || fault?.kind === 'hang';
    const requestTimeout = isLate ? CLIENT_TIMEOUT_MS : LONG_MS;
    await using closing = new AsyncDisposableStack();
    const proxy = await startFaultProxy(server.endpoint, everyThird('dynamoDb'));
    closing.defer(() => proxy.close());
    const dynamoDb = dynamoDbClient(proxy.endpoint, {
      maxAttempts: ATTEMPTS,
      requestHandler: { requestTimeout, throwOnRequestTimeout: true },
    });
    closing.defer(() => dynamoDb.destroy());
    const home = await EmulatedHome.open({
      dynamoDb,
      tables: await createTables(direct),
      invoke,
      isDeliveredTwice,
      // The client of SQS waits for answers for minutes: where they never come is a matter of the tables only.
      sqsEndpoint: async (emulator) => {
        if (fault?.kind === 'hang') return emulator;
        const sqs = await startFaultProxy(emulator, everyThird('sqs'));
        closing.defer(() => sqs.close());
        return sqs.endpoint;
      },
    });
    closing.defer(() => home.close());
    const id = await home.start(FLOW, '{"items":[1,2,3]}');
    await home.advance(120_000);
    const { end } = await home.header(id);
    const history = (await home.history(id)).map(({ stepName, type }) => `${type} ${stepName}`);
    return { status: end?.status, history: history.toSorted(), faults, calls: home.invocations.length };
  }

  const calm = await run(undefined);

  test.each(FAULTS)('Every third request that %s changes nothing of what happens', async (_what, fault) => {
    const { faults, ...stormy } = await run(fault);

    expect(stormy).toEqual({ status: 'Succeeded', history: calm.history, calls: 5 });
    expect(faults.dynamoDb).toBeGreaterThan(3);
    if (fault.kind !== 'hang') expect(faults.sqs).toBeGreaterThan(0);
  });

  test('Messages that are delivered twice, to two drivers at once, change nothing but how often tasks are called', async () => {
    const { status, history, calls } = await run(undefined, true);

    expect({ status, history }).toEqual({ status: 'Succeeded', history: calm.history });
    expect(calls).toBeGreaterThan(calm.calls);
  });
});

async function invoke({ payload }: Invocation): Promise<InvocationAnswer> {
  return { kind: 'returned', payload };
}
