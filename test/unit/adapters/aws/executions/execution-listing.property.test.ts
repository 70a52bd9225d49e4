import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { DynamoDbExecutionStore } from '../../../../../src/adapters/aws/executions/dynamodb-execution-store.ts';
import type {
  ExecutionEnd,
  ExecutionQuery,
  ExecutionStore,
} from '../../../../../src/ports/execution-store.ts';
import { MemoryExecutionStore } from '../../../../../src/testing/memory/execution-store.ts';
import { createVirtualClock } from '../../../../../src/testing/memory/virtual-clock.ts';
import {
  createTables,
  dynamoDbClient,
  missingDynamoDb,
  startDynamoDb,
} from '../../../../aws/emulated/dynamodb.ts';
import { makeHeader, START, SUCCEEDED } from '../../../../conformance/execution-fixtures.ts';
import { casesOf } from '../../../../helpers/property-cases.ts';

const missing = missingDynamoDb();
const STATUSES = ['Running', 'Stopped', 'Succeeded', 'Failed', 'TimedOut'] as const;

const flowId = fc.constantFrom('flow-1', 'flow-12', 'flow-2');
const name = fc.stringMatching(/^[abA_][ab_-]{0,4}$/);
const instant = fc.integer({ min: 0, max: 5 }).map((second) => START + second * 1_000);

const execution = fc.record({ flowId, name, startedAt: instant, status: fc.constantFrom(...STATUSES) });

const query: fc.Arbitrary<ExecutionQuery> = fc.record(
  {
    flowId,
    limit: fc.integer({ min: 1, max: 12 }),
    status: fc.constantFrom(...STATUSES),
    namePrefix: fc.stringMatching(/^[abA_][ab_-]{0,1}$/),
    startedFrom: instant,
    startedTo: instant,
  },
  { requiredKeys: ['flowId', 'limit'] },
);

describe.skipIf(missing !== undefined)(`lists on DynamoDB (${missing ?? 'emulated'})`, async () => {
  if (missing !== undefined) return;
  const server = await startDynamoDb();
  const client = dynamoDbClient(server.endpoint);
  const clock = createVirtualClock(START);
  const { executions: table } = await createTables(client);
  const stored = new DynamoDbExecutionStore({ client, table, clock, retentionSeconds: 86_400 });
  const model = new MemoryExecutionStore(clock);

  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  test('Every query answers the same pages as the model in memory', async () => {
    for (const { status, ...given } of fc.sample(execution, { numRuns: 150, seed: 7 })) {
      const id = { flowId: given.flowId, name: given.name };
      const end: ExecutionEnd | undefined = status === 'Running' ? undefined : { ...SUCCEEDED, status };
      for (const store of [stored, model]) {
        const isNew = await store.create(makeHeader(id.name, { id, startedAt: given.startedAt }));
        if (isNew && end !== undefined) await store.close(id, end);
      }
    }

    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        expect(await pagesOf(stored, asked)).toEqual(await pagesOf(model, asked));
      }),
      { numRuns: casesOf(120) },
    );
  });
});

async function pagesOf(store: ExecutionStore, asked: ExecutionQuery): Promise<string[][]> {
  const pages: string[][] = [];
  let nextToken: string | undefined;
  do {
    const page = await store.list({ ...asked, ...(nextToken !== undefined && { nextToken }) });
    pages.push(page.executions.map(({ id, startedAt }) => `${startedAt} ${id.name}`));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return pages;
}
