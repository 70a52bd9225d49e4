import { afterAll, describe, expect, test } from 'vitest';
import {
  createTables,
  dynamoDbClient,
  missingDynamoDb,
  startDynamoDb,
} from '../../../aws/emulated/dynamodb.ts';
import { type Fault, startFaultProxy } from '../../../aws/emulated/fault-proxy.ts';
import { EmulatedHome } from '../../../aws/emulated/home.ts';
import type { Invocation, InvocationAnswer } from '../../../aws/emulated/lambda.ts';

const FLOW = `
version: v1
type: flow
steps:
  - type: task
    name: reserve
    resourceArn: acs:fc:::services/shop/functions/reserve
  - type: parallel
    name: both
    branches:
      - steps:
          - type: wait
            name: cool
            duration: 30
      - steps:
          - type: task
            name: pay
            resourceArn: acs:fc:::services/shop/functions/pay
`;

const WRITES = /^(PutItem|UpdateItem)$/;
const missing = missingDynamoDb();

describe.skipIf(missing !== undefined)(
  `the engine on DynamoDB under faults (${missing ?? 'emulated'})`,
  async () => {
    if (missing !== undefined) return;
    const server = await startDynamoDb();
    afterAll(() => server.stop());

    /** Runs the flow; the write with number `nth` meets a fault. Answers what became of it. */
    async function run(nth: number, fault: Fault, maxAttempts: number) {
      let writes = 0;
      await using closing = new AsyncDisposableStack();
      const proxy = await startFaultProxy(server.endpoint, (operation) => {
        if (!WRITES.test(operation)) return undefined;
        writes += 1;
        return writes === nth ? fault : undefined;
      });
      closing.defer(() => proxy.close());
      const dynamoDb = dynamoDbClient(proxy.endpoint, { maxAttempts });
      closing.defer(() => dynamoDb.destroy());
      const tables = await createTables(dynamoDb);
      const home = await EmulatedHome.open({ dynamoDb, tables, invoke });
      closing.defer(() => home.close());

      const started = home.start(FLOW, '{"order":1}');
      // Without another try, the start fails although it was made.
      const id = await (maxAttempts > 1 ? started : started.catch(() => ({ flowId: 'flow-1', name: 'run' })));
      await home.advance(120_000);
      if ((await home.services.executions.readHeader(id)) === undefined)
        return { kind: 'neverStarted', writes };
      const history = (await home.history(id)).map(({ id: number, stepName, type }) => [
        number,
        stepName,
        type,
      ]);
      return { kind: (await home.header(id)).end?.status, history, calls: home.invocations.length, writes };
    }

    test('Whichever write loses its response, the run is that of a calm day and no task is called twice', async () => {
      const calm = await run(0, { kind: 'loseResponse' }, 3);
      expect(calm).toMatchObject({ kind: 'Succeeded', calls: 2 });
      for (let nth = 1; nth <= calm.writes; nth += 1) {
        const { writes: _, ...stormy } = await run(nth, { kind: 'loseResponse' }, 3);
        expect({ nth, ...stormy }).toEqual({
          nth,
          kind: calm.kind,
          history: calm.history,
          calls: calm.calls,
        });
      }
    });

    test('Whichever write fails for good after it was made, the message comes back and the run is that of a calm day', async () => {
      const calm = await run(0, { kind: 'loseResponse' }, 1);
      for (let nth = 1; nth <= calm.writes; nth += 1) {
        const stormy = await run(nth, { kind: 'loseResponse' }, 1);
        expect({ nth, kind: stormy.kind, history: stormy.history }).toEqual({
          nth,
          kind: calm.kind,
          history: calm.history,
        });
      }
    });
  },
);

async function invoke({ payload }: Invocation): Promise<InvocationAnswer> {
  return { kind: 'returned', payload };
}
