import { randomBytes } from 'node:crypto';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { BODY, itemBytes } from '../../../../../src/adapters/aws/dynamodb/items.ts';
import { DynamoDbExecutionStore } from '../../../../../src/adapters/aws/executions/dynamodb-execution-store.ts';
import { outputKey } from '../../../../../src/adapters/aws/executions/header-item.ts';
import { packText } from '../../../../../src/adapters/aws/executions/packed-text.ts';
import { AWS_LIMITS } from '../../../../../src/adapters/aws/physical-limits.ts';
import { MAX_TIMEOUT_SECONDS } from '../../../../../src/limits.ts';
import { createVirtualClock } from '../../../../../src/testing/memory/virtual-clock.ts';
import {
  createTables,
  dynamoDbClient,
  missingDynamoDb,
  startDynamoDb,
} from '../../../../aws/emulated/dynamodb.ts';
import { makeHeader, makeRecord, START, SUCCEEDED } from '../../../../conformance/execution-fixtures.ts';

const DAY_SECONDS = 86_400;
const RETENTION_SECONDS = 90 * DAY_SECONDS;
const missing = missingDynamoDb();

/** JSON text of so many bytes that compresses as badly as JSON can: every printable character, in no order. */
function worstText(bytes: number): string {
  const random = randomBytes(2 * bytes);
  const characters = Array.from(random, (byte) => 32 + (byte % 95)).filter(
    (code) => code !== 34 && code !== 92,
  );
  return `{"text":"${String.fromCharCode(...characters.slice(0, 1))}${characters
    .slice(1, bytes - 11)
    .map((code) => String.fromCharCode(code))
    .join('')}"}`;
}

/** Largest item that DynamoDB keeps. */
const MAX_ITEM_BYTES = 400 * 1024;

describe.skipIf(missing !== undefined)(
  `what is large or old on DynamoDB (${missing ?? 'emulated'})`,
  async () => {
    if (missing !== undefined) return;
    const server = await startDynamoDb();
    const client = dynamoDbClient(server.endpoint);
    const clock = createVirtualClock(START);
    const { id } = makeHeader('a');
    let table: string;
    let store: DynamoDbExecutionStore;

    beforeEach(async () => {
      table = (await createTables(client)).executions;
      store = new DynamoDbExecutionStore({ client, table, clock, retentionSeconds: RETENTION_SECONDS });
    });
    afterAll(async () => {
      client.destroy();
      await server.stop();
    });

    async function items() {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
      return Items;
    }

    test('A snapshot that fits stays', async () => {
      await store.create(makeHeader('a'));
      const record = makeRecord(1, 1, { snapshot: { text: worstText(100_000) } });

      await store.append(id, record);

      expect((await store.load(id))?.records).toEqual([record]);
    });

    test('The most that one commit can hold fits, however badly it compresses', async () => {
      await store.create(makeHeader('a'));
      const { commitBytes, inlineBytes } = AWS_LIMITS;
      const outputs = [worstText(commitBytes - 1), worstText(inlineBytes - 1)];
      const events = outputs.map((output) => ({ type: 'TaskSucceeded', frame: 1, output }) as const);
      const more = Array.from({ length: 1_000 }, (_, frame) => ({ type: 'StepEntered', frame }) as const);
      const snapshot = { text: worstText(inlineBytes - 100) };
      const record = makeRecord(1, 0, { events: [...events, ...more], snapshot });

      expect(await store.append(id, record)).toBe(true);

      expect((await store.load(id))?.records).toEqual([record]);
      expect(Math.max(...(await items()).map(itemBytes))).toBeLessThanOrEqual(MAX_ITEM_BYTES);
    });

    test('A log beyond the megabyte that one request answers is read as a whole', async () => {
      await store.create(makeHeader('a'));
      const records = Array.from({ length: 8 }, (_, index) =>
        makeRecord(index + 1, 1, {
          events: [{ type: 'TaskSucceeded', frame: 1, output: worstText(256 * 1024) }],
        }),
      );
      for (const record of records) await store.append(id, record);

      expect((await store.load(id))?.records).toEqual(records);
      expect(await store.readRecords(id, 1, 8)).toEqual(records);
      expect(await store.readRecords(id, 1, 6)).toEqual(records.slice(0, 6));
    });

    test('An output that an earlier version kept apart is found', async () => {
      await store.create(makeHeader('a'));
      const { output: _, ...end } = SUCCEEDED;
      await store.close(id, end as typeof SUCCEEDED);
      const item = { ...outputKey(id), [BODY]: { B: packText('{"kept":"apart"}') } };
      await client.send(new PutItemCommand({ TableName: table, Item: item }));

      expect((await store.readHeader(id))?.end).toEqual({ ...end, output: '{"kept":"apart"}' });
    });

    test('An execution is found until its retention is over, and keeps its name longer', async () => {
      await store.create(makeHeader('a'));
      await store.append(id, makeRecord(1, 1));
      await store.close(id, SUCCEEDED);

      await clock.advanceTo(SUCCEEDED.stoppedAt + RETENTION_SECONDS * 1000 - 1);
      expect(await store.readHeader(id)).toBeDefined();
      await clock.advanceTo(SUCCEEDED.stoppedAt + RETENTION_SECONDS * 1000);

      expect(await store.readHeader(id)).toBeUndefined();
      expect(await store.load(id)).toBeUndefined();
      expect((await store.list({ flowId: 'flow-1', limit: 5 })).executions).toEqual([]);
      expect(await store.create(makeHeader('a'))).toBe(false);
    });

    test('DynamoDB may remove what has ended, and no record before its execution', async () => {
      await store.create(makeHeader('a'));
      expect((await items()).map(({ expires }) => expires)).toEqual([undefined]);

      await store.append(id, makeRecord(1, 1));
      await store.close(id, SUCCEEDED);

      const expiry = new Map((await items()).map(({ sk, expires }) => [sk?.S, Number(expires?.N)]));
      const earliest = START / 1000 + MAX_TIMEOUT_SECONDS + RETENTION_SECONDS;
      const header = expiry.get('header') ?? 0;
      expiry.delete('header');
      expect([...expiry.values()]).toEqual([earliest + 1]);
      expect(header).toBeGreaterThan(earliest + 7 * DAY_SECONDS);
    });

    test('What has ended goes by the latest end that its flow allowed, where that is known', async () => {
      await store.create(makeHeader('a'));
      const endsBy = START + 3_600_000;
      await store.append(id, makeRecord(1, 1), endsBy);
      await store.close(id, SUCCEEDED, endsBy);

      const expiry = new Map((await items()).map(({ sk, expires }) => [sk?.S, Number(expires?.N)]));
      const earliest = endsBy / 1000 + RETENTION_SECONDS;
      expect(expiry.get('00000001')).toBe(earliest);
      expect(expiry.get('header')).toBe(earliest + 14 * DAY_SECONDS);
    });

    test('So do the labels of an execution, and the first record of a fork', async () => {
      const endsBy = START + 3_600_000;
      await store.create({ ...makeHeader('a'), labels: { order: '7' } }, makeRecord(1, 1), endsBy);

      const found = (await items()).filter(({ sk }) => sk?.S !== 'header');
      const earliest = endsBy / 1000 + RETENTION_SECONDS;
      expect(found.map(({ expires }) => Number(expires?.N))).toEqual([earliest, earliest]);
    });
  },
);
