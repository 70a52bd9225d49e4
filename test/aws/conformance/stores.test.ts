import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { DynamoDbFlowCounts } from '../../../src/adapters/aws/counts/dynamodb-flow-counts.ts';
import { DynamoDbExecutionStore } from '../../../src/adapters/aws/executions/dynamodb-execution-store.ts';
import { DynamoDbHeartbeats } from '../../../src/adapters/aws/executions/dynamodb-heartbeats.ts';
import { DynamoDbFlowStore } from '../../../src/adapters/aws/flows/dynamodb-flow-store.ts';
import type { ExecutionStore } from '../../../src/ports/execution-store.ts';
import { createVirtualClock } from '../../../src/testing/memory/virtual-clock.ts';
import { START } from '../../conformance/execution-fixtures.ts';
import { describeListing, describePageTokens } from '../../conformance/execution-listing.suite.ts';
import { executionStoreSuite } from '../../conformance/execution-store.suite.ts';
import { flowCountsSuite } from '../../conformance/flow-counts.suite.ts';
import { flowStoreSuite } from '../../conformance/flow-store.suite.ts';
import { heartbeatsSuite } from '../../conformance/heartbeats.suite.ts';
import { createTables, dynamoDbClient, missingDynamoDb, startDynamoDb } from '../emulated/dynamodb.ts';
import { withHotIndex } from '../emulated/hot-index.ts';
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
  const hot = traffic.watch(withHotIndex(dynamoDbClient(server.endpoint)));
  const dispose = async () => {};

  afterAll(async () => {
    client.destroy();
    hot.destroy();
    await server.stop();
  });

  executionStoreSuite('DynamoDB', () => openExecutions(client));

  describe('lists on DynamoDB, of flows that are busy', () => {
    let store: ExecutionStore;
    beforeEach(async () => {
      store = (await openExecutions(hot)).store;
    });
    describeListing(() => store);
    describePageTokens(() => store);
  });

  async function openExecutions(client: DynamoDBClient) {
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
  }

  heartbeatsSuite('DynamoDB', async () => {
    const { executions: table } = await createTables(client);
    const retentionSeconds = 90 * 86_400;
    const clock = createVirtualClock(START);
    return {
      heartbeats: new DynamoDbHeartbeats({ client, table, retentionSeconds }),
      executions: new DynamoDbExecutionStore({ client, table, clock, retentionSeconds }),
      dispose,
    };
  });

  flowCountsSuite('DynamoDB', async () => {
    const { executions: table } = await createTables(client);
    const parts = { client, table, clock: createVirtualClock(START), retentionSeconds: 90 * 86_400 };
    return {
      counts: new DynamoDbFlowCounts({ ...parts, logger: { warn: (text) => expect.unreachable(text) } }),
      executions: new DynamoDbExecutionStore(parts),
      dispose,
    };
  });

  flowStoreSuite('DynamoDB', async () => {
    const { flows } = await createTables(client);
    return {
      store: new DynamoDbFlowStore({ client, table: flows, clock: createVirtualClock(START) }),
      dispose,
    };
  });
}
