import { afterAll, describe, test } from 'vitest';
import { DynamoDbExecutionStore } from '../../../src/adapters/aws/executions/dynamodb-execution-store.ts';
import { DynamoDbFlowStore } from '../../../src/adapters/aws/flows/dynamodb-flow-store.ts';
import { createVirtualClock } from '../../../src/testing/memory/virtual-clock.ts';
import { START } from '../../conformance/execution-fixtures.ts';
import { executionStoreSuite } from '../../conformance/execution-store.suite.ts';
import { flowStoreSuite } from '../../conformance/flow-store.suite.ts';
import { createTables, dynamoDbClient, missingDynamoDb, startDynamoDb } from '../emulated/dynamodb.ts';
import { Traffic } from '../emulated/traffic.ts';

const missing = missingDynamoDb();

if (missing !== undefined) {
  describe('stores on DynamoDB', () => {
    test.skip(missing);
  });
} else {
  const server = await startDynamoDb();
  const traffic = new Traffic();
  const client = traffic.watch(dynamoDbClient(server.endpoint));
  const dispose = async () => {};

  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  executionStoreSuite('DynamoDB', async () => {
    const { executions } = await createTables(client);
    const clock = createVirtualClock(START);

    /** The requests that follow from one instant are answered before the next begins. */
    async function advance(milliseconds: number): Promise<void> {
      const target = clock.now() + milliseconds;
      await traffic.settle();
      for (let due = clock.nextDue(); due !== undefined && due <= target; due = clock.nextDue()) {
        await clock.advanceTo(due);
        await traffic.settle();
      }
      await clock.advanceTo(target);
    }

    const store = new DynamoDbExecutionStore({
      client,
      table: executions,
      clock,
      retentionSeconds: 90 * 86_400,
    });
    return { store, now: clock.now, advance, dispose };
  });

  flowStoreSuite('DynamoDB', async () => {
    const { flows } = await createTables(client);
    return {
      store: new DynamoDbFlowStore({ client, table: flows, clock: createVirtualClock(START) }),
      dispose,
    };
  });
}
