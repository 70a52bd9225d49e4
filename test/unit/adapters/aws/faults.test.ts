import { QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { DynamoDbExecutionStore } from '../../../../src/adapters/aws/executions/dynamodb-execution-store.ts';
import { DynamoDbFlowStore } from '../../../../src/adapters/aws/flows/dynamodb-flow-store.ts';
import { systemClock } from '../../../../src/adapters/system.ts';
import {
  createTables,
  dynamoDbClient,
  missingDynamoDb,
  startDynamoDb,
} from '../../../aws/emulated/dynamodb.ts';
import { type Fault, startFaultProxy } from '../../../aws/emulated/fault-proxy.ts';
import { HOT_INDEX } from '../../../aws/emulated/hot-index.ts';
import { awsError } from '../../../aws/emulated/http.ts';
import { makeHeader, makeRecord, SUCCEEDED } from '../../../conformance/execution-fixtures.ts';
import { makeFlow, makeSchedule } from '../../../conformance/flow-fixtures.ts';

const missing = missingDynamoDb();

describe.skipIf(missing !== undefined)(
  `faults between stores and DynamoDB (${missing ?? 'emulated'})`,
  async () => {
    if (missing !== undefined) return;
    const server = await startDynamoDb();
    /** The fates of the next requests of these operations, one fault each. */
    const faults: [operation: string, fault: Fault][] = [];
    const operations: string[] = [];
    const requests: Record<string, unknown>[] = [];
    const proxy = await startFaultProxy(server.endpoint, (operation, { body }) => {
      operations.push(operation);
      requests.push(JSON.parse(body.toString()));
      const index = faults.findIndex(([wanted]) => wanted === operation);
      return index < 0 ? undefined : faults.splice(index, 1)[0]?.[1];
    });
    const client = dynamoDbClient(proxy.endpoint, {
      // One test waits for it; a request that is answered must not meet it on a busy machine.
      requestHandler: { requestTimeout: 2_500, throwOnRequestTimeout: true },
    });
    const tables = await createTables(client);
    const parts = { client, clock: systemClock };
    const executions = new DynamoDbExecutionStore({
      ...parts,
      table: tables.executions,
      retentionSeconds: 86_400 * 365 * 100,
    });
    const flows = new DynamoDbFlowStore({ ...parts, table: tables.flows });
    let runs = 0;

    afterEach(() => {
      expect(faults.splice(0)).toEqual([]);
      operations.length = 0;
    });
    afterAll(async () => {
      client.destroy();
      await proxy.close();
      await server.stop();
    });

    const throttled = {
      kind: 'answer',
      response: awsError(400, 'ThrottlingException', 'slow down'),
    } as const;
    const exceeded = awsError(400, 'ProvisionedThroughputExceededException', 'slow down');
    const everyTry = (operation: string, fault: Fault): [string, Fault][] =>
      Array.from({ length: 4 }, () => [operation, fault]);
    const lost = { kind: 'loseResponse' } as const;
    const hang = { kind: 'hang' } as const;

    async function created() {
      runs += 1;
      const header = makeHeader(`run-${runs}`);
      await executions.create(header);
      return header;
    }

    test.each([
      ['throttled', throttled],
      ['refused for lack of capacity', { kind: 'answer', response: exceeded } as const],
      ['answered with a lost response', lost],
      ['never answered', hang],
    ])('An append that is %s is tried again and answers that it was made', async (_how, fault) => {
      const { id } = await created();
      faults.push(['PutItem', fault]);

      expect(await executions.append(id, makeRecord(1, 3))).toBe(true);

      expect((await executions.load(id))?.records).toEqual([makeRecord(1, 3)]);
    });

    test('An append whose response is lost does not pass for one of another writer', async () => {
      const { id } = await created();
      await executions.append(id, makeRecord(1, 3, { owner: 'theirs' }));
      faults.push(['PutItem', lost]);

      expect(await executions.append(id, makeRecord(1, 3, { owner: 'ours' }))).toBe(false);
    });

    test('What fails for good reaches the caller, and nothing is written', async () => {
      const { id } = await created();
      const impatient = dynamoDbClient(proxy.endpoint, { maxAttempts: 1 });
      const store = new DynamoDbExecutionStore({
        ...parts,
        client: impatient,
        table: tables.executions,
        retentionSeconds: 1,
      });
      faults.push(['PutItem', throttled]);

      await expect(store.append(id, makeRecord(1, 1))).rejects.toThrow('slow down');

      expect((await executions.load(id))?.records).toEqual([]);
      impatient.destroy();
    });

    test('An end whose response is lost is written once', async () => {
      const header = await created();
      faults.push(['UpdateItem', lost]);

      await executions.close(header.id, SUCCEEDED);

      expect(await executions.readHeader(header.id)).toEqual({ ...header, end: SUCCEEDED });
    });

    test('A list is whole when its batches are answered in parts', async () => {
      const flowId = 'flow-parts';
      const names = Array.from({ length: 12 }, (_, index) => `part-${index}`);
      for (const name of names) await executions.create(makeHeader(name, { id: { flowId, name } }));
      faults.push(['BatchGetItem', partly(5)], ['BatchGetItem', partly(0)], ['BatchGetItem', partly(3)]);

      const { executions: listed } = await executions.list({ flowId, limit: 12 });

      expect(listed.map(({ id }) => id.name).sort()).toEqual(names.sort());
      expect(operations.filter((operation) => operation === 'BatchGetItem')).toHaveLength(4);
    });

    test('What the index still lists under a status that has passed is left out', async () => {
      const flowId = 'flow-stale';
      const running = makeHeader('running', { id: { flowId, name: 'running' } });
      const ended = makeHeader('ended', { id: { flowId, name: 'ended' } });
      for (const header of [running, ended]) await executions.create(header);
      const { Items: stale } = await client.send(
        new QueryCommand({
          TableName: tables.executions,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: `${flowId}#ended` } },
          ProjectionExpression: 'pk, sk, listing, started',
        }),
      );
      await executions.close(ended.id, SUCCEEDED);
      faults.push(['Query', alsoFound(stale)]);

      const page = await executions.list({ flowId, limit: 5, status: 'Running' });

      expect(page.executions).toEqual([running]);
    });

    test('What decisions depend on is read consistently', async () => {
      const { id } = await created();
      const flow = makeFlow('read', { id: 'flow-read' });
      await flows.createFlow(flow);
      requests.length = 0;
      operations.length = 0;

      await executions.readHeader(id);
      await executions.load(id);
      await executions.readRecords(id, 1, 5);
      await executions.awaitEnd(id, 0);
      await flows.readFlow('read');
      await flows.readVersion(flow.id, 7);
      await flows.readSchedule(flow.id, 'nightly');
      await flows.listSchedules(flow.id, { limit: 5 });

      const consistent = operations.map((operation, index) => [
        operation,
        requests[index]?.['ConsistentRead'],
      ]);
      expect(consistent).toEqual([
        ['GetItem', true],
        ['Query', true],
        ['Query', true],
        ['GetItem', true],
        ['GetItem', true],
        // A version never changes: only one that is not found is looked for again.
        ['GetItem', false],
        ['GetItem', true],
        ['GetItem', true],
        ['Query', true],
      ]);
    });

    test.each(['ThrottlingReasons', 'throttlingReasons'])(
      'An execution that its partition of the index does not take is listed in another: %s',
      async (field) => {
        const flowId = `flow-${field}`;
        const hot = awsError(400, 'ThrottlingException', 'slow down');
        const body = JSON.stringify({ ...JSON.parse(String(hot.body)), [field]: [HOT_INDEX] });
        faults.push(...everyTry('PutItem', { kind: 'answer', response: { ...hot, body } }));
        const names = ['first', 'second'];

        for (const name of names) await executions.create(makeHeader('', { id: { flowId, name } }));

        const { Items = [] } = await client.send(new ScanCommand({ TableName: tables.executions }));
        const shards = Items.filter(({ pk }) => pk?.S?.startsWith(flowId)).map(({ listing }) => listing?.S);
        expect(shards).toEqual([
          expect.stringMatching(/^Running#\d+#\d+$/),
          expect.stringMatching(/^Running#\d+#\d+$/),
        ]);
        const listed = (await executions.list({ flowId, limit: 5 })).executions.map(({ id }) => id.name);
        expect(listed.sort()).toEqual(names);
      },
    );

    test('A flow that is started too often for consistent reads is read without', async () => {
      const flow = makeFlow('hot', { id: 'flow-hot' });
      await flows.createFlow(flow);
      requests.length = 0;
      faults.push(...everyTry('GetItem', throttled));

      expect(await flows.readFlow('hot')).toEqual(flow);
      expect(await flows.readFlow('hot')).toEqual(flow);

      expect(requests.map((request) => request['ConsistentRead'])).toEqual([
        true,
        true,
        true,
        true,
        false,
        false,
      ]);
    });

    test('A transaction that met another is tried again', async () => {
      const conflict = { kind: 'answer', response: cancelled('None', 'TransactionConflict') } as const;
      const busy = { kind: 'answer', response: cancelled('ThrottlingError', 'None') } as const;
      faults.push(['TransactWriteItems', conflict], ['TransactWriteItems', busy]);

      expect(await flows.createFlow(makeFlow('met', { id: 'flow-met' }))).toBe(true);

      expect((await flows.readFlow('met'))?.id).toBe('flow-met');
    });

    test('A transaction whose condition does not hold is not tried again', async () => {
      await flows.createFlow(makeFlow('held', { id: 'flow-held' }));
      operations.length = 0;

      expect(await flows.createFlow(makeFlow('held', { id: 'flow-other' }))).toBe(false);

      expect(operations).toEqual(['TransactWriteItems']);
    });

    test('A flow or schedule whose creation, update or deletion is answered with a lost response is not refused', async () => {
      const flow = makeFlow('lost', { id: 'flow-lost' });
      const schedule = makeSchedule('nightly', { flowId: flow.id });
      faults.push(['TransactWriteItems', lost], ['PutItem', lost]);
      expect(await flows.createFlow(flow)).toBe(true);
      expect(await flows.createSchedule(schedule)).toBe(true);

      faults.push(['TransactWriteItems', lost]);
      expect(await flows.updateFlow({ ...flow, version: 2 })).toBe(true);
      faults.push(['TransactWriteItems', lost]);
      expect(await flows.deleteFlow({ ...flow, version: 2 })).toBe(true);
    });

    /** An answer to BatchGetItem of which only the first items have been processed. */
    function partly(count: number): Fault {
      return {
        kind: 'change',
        change: (body) => {
          const { Responses } = JSON.parse(body);
          const items: Record<string, unknown>[] = Responses[tables.executions];
          const Keys = items.slice(count).map(({ pk, sk }) => ({ pk, sk }));
          const UnprocessedKeys = { [tables.executions]: { Keys, ConsistentRead: true } };
          return JSON.stringify({
            Responses: { [tables.executions]: items.slice(0, count) },
            UnprocessedKeys,
          });
        },
      };
    }
  },
);

/** An answer to Query with more items than the table has. */
function alsoFound(more: readonly object[] = []): Fault {
  return {
    kind: 'change',
    change: (body) => {
      const answer = JSON.parse(body);
      return JSON.stringify({ ...answer, Items: [...answer.Items, ...more] });
    },
  };
}

function cancelled(...codes: string[]) {
  const name = 'TransactionCanceledException';
  const CancellationReasons = codes.map((Code) => ({ Code }));
  const body = JSON.stringify({ __type: name, Message: 'cancelled', CancellationReasons });
  return { ...awsError(400, name, 'cancelled'), body };
}
