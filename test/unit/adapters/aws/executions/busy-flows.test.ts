import { afterAll, describe, expect, test } from 'vitest';
import { listingPartition } from '../../../../../src/adapters/aws/dynamodb/table-schema.ts';
import { DynamoDbExecutionStore } from '../../../../../src/adapters/aws/executions/dynamodb-execution-store.ts';
import { headerItem } from '../../../../../src/adapters/aws/executions/header-item.ts';
import { observeCapacity } from '../../../../../src/adapters/aws/observe-capacity.ts';
import { overloaded } from '../../../../../src/adapters/aws/tell-overload.ts';
import type { ExecutionStore } from '../../../../../src/ports/execution-store.ts';
import { createVirtualClock } from '../../../../../src/testing/memory/virtual-clock.ts';
import {
  createTables,
  dynamoDbClient,
  missingDynamoDb,
  startDynamoDb,
} from '../../../../aws/emulated/dynamodb.ts';
import { HOT_INDEX, listingIn, withHotIndex } from '../../../../aws/emulated/hot-index.ts';
import { makeHeader, START, SUCCEEDED } from '../../../../conformance/execution-fixtures.ts';

const missing = missingDynamoDb();

/** The units that one partition of DynamoDB takes in a second. */
const UNITS_OF_A_PARTITION = 1_000;

/** The units that listing an execution takes from its start to its end, counted below. */
const UNITS_OF_AN_EXECUTION = 3;

test('A thousand executions of a busy flow are in sixteen partitions of the index', () => {
  const partitions = Array.from({ length: 1_000 }, (_, n) => headerItem(headerOf(n))['listing']?.S);
  expect(new Set(partitions).size).toBe(16);
});

test('One flow starts and ends 5,000 executions a second: no partition gets more units than it takes', () => {
  const executions = 5_000;
  const runs = Array.from({ length: executions }, (_, n) => headerOf(n).id);
  for (const status of ['Succeeded', 'Failed', 'Stopped', 'TimedOut'] as const) {
    // A unit to list a running one; when it ends, one to take it from there and one to list it as ended.
    const units = runs.flatMap((id) => {
      const running = listingPartition('Running', id, true);
      return [running, running, listingPartition(status, id, true)];
    });
    const counts = [...Map.groupBy(units, (partition) => partition).values()].map(({ length }) => length);
    expect(units).toHaveLength(executions * UNITS_OF_AN_EXECUTION);
    expect(Math.max(...counts)).toBeLessThan(UNITS_OF_A_PARTITION);
  }
});

function headerOf(n: number) {
  const flowId = '6f0c9a52-2f6b-4b3a-9f38-0d6c1b7a1d11';
  return makeHeader('', { id: { flowId, name: `order-${n}` }, startedAt: n });
}

describe.skipIf(missing !== undefined)(`busy flows on DynamoDB (${missing ?? 'emulated'})`, async () => {
  if (missing !== undefined) return;
  const server = await startDynamoDb();
  let isHot = false;
  /** The partition of the index that each write put its item into, in order. */
  let listings: string[] = [];
  let units = 0;
  let queries = 0;
  const client = withHotIndex(dynamoDbClient(server.endpoint), () => isHot);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const listing = listingIn(args.input);
      if (listing !== '') listings.push(listing);
      if (context['commandName'] === 'QueryCommand') queries += 1;
      return result;
    },
    { step: 'initialize', name: 'listings', priority: 'low' },
  );
  observeCapacity(client, (used) => {
    units += used.units;
  });

  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  const virtual = createVirtualClock(START);
  let elapsed = 0;
  const clock = { now: () => virtual.now() + elapsed, sleep: (ms: number) => virtual.sleep(ms) };

  async function newStore() {
    isHot = false;
    listings = [];
    const { executions: table } = await createTables(client);
    return () => new DynamoDbExecutionStore({ client, table, clock, retentionSeconds: 86_400 });
  }

  /** Starts and ends executions `run-<from>` … , one a second. */
  async function runAll(store: ExecutionStore, from: number, to: number, isEnded = (_n: number) => true) {
    const runs = Array.from({ length: to - from }, (_, n) => from + n);
    await Promise.all(
      runs.map(async (n) => {
        const header = makeHeader(nameOf(n), { startedAt: START + n * 1_000 });
        await store.create(header);
        if (isEnded(n)) await store.close(header.id, SUCCEEDED);
      }),
    );
  }

  const nameOf = (n: number) => `run-${String(n).padStart(4, '0')}`;

  async function listed(store: ExecutionStore, limit: number): Promise<string[]> {
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await store.list({
        flowId: 'flow-1',
        limit,
        ...(nextToken !== undefined && { nextToken }),
      });
      names.push(...page.executions.map(({ id }) => id.name));
      nextToken = page.nextToken;
      expect(nextToken?.length ?? 0).toBeLessThan(100);
    } while (nextToken !== undefined);
    return names;
  }

  test.each([
    ['is not busy', false],
    ['is busy', true],
  ])('Of a flow that %s, a start and an end are five units, three of them for lists', async (_is, isBusy) => {
    const open = await newStore();
    const store = open();
    isHot = isBusy;
    await runAll(store, 0, 1);
    units = 0;
    await runAll(store, 1, 11);
    // A header is a unit, and its end one more.
    expect(units / 10).toBe(2 + UNITS_OF_AN_EXECUTION);
    expect(listings).toHaveLength(22);
  });

  test('Executions from before the flow was busy, and of processes that have not met that, stay in the list', async () => {
    const open = await newStore();
    await runAll(open(), 0, 30, (n) => n % 2 === 0);
    const early = open();
    isHot = true;
    await runAll(open(), 30, 60, (n) => n % 2 === 0);
    isHot = false;
    await runAll(early, 60, 90, (n) => n % 2 === 0);
    await early.close({ flowId: 'flow-1', name: nameOf(31) }, SUCCEEDED);
    await open().close({ flowId: 'flow-1', name: nameOf(1) }, SUCCEEDED);

    const newestFirst = Array.from({ length: 90 }, (_, n) => nameOf(89 - n));
    for (const limit of [9, 40, 99]) expect(await listed(open(), limit)).toEqual(newestFirst);
    const unfinished: string[] = [];
    for await (const { name } of open().listUnfinished('flow-1')) unfinished.push(name);
    const running = Array.from({ length: 45 }, (_, n) => nameOf(2 * n + 1));
    expect(unfinished.sort()).toEqual(running.filter((name) => name !== nameOf(1) && name !== nameOf(31)));
  });

  /** A page of ten: requests for keys, and read units besides one for each execution shown. */
  async function priceOfPage(store: ExecutionStore) {
    queries = 0;
    units = 0;
    expect((await store.list({ flowId: 'flow-1', limit: 10 })).executions).toHaveLength(10);
    return { queries, units: units - 10 };
  }

  test('A list of a flow that is not busy takes a request for each status, and one for the marks in ten seconds', async () => {
    const open = await newStore();
    await runAll(open(), 0, 20);
    const store = open();
    expect(await priceOfPage(store)).toEqual({ queries: 6, units: 3.5 });
    expect(await priceOfPage(store)).toEqual({ queries: 5, units: 2.5 });
    elapsed += 9_999;
    expect(await priceOfPage(store)).toEqual({ queries: 5, units: 2.5 });
    elapsed += 1;
    expect(await priceOfPage(store)).toEqual({ queries: 6, units: 3.5 });
    await priceOfPage(store);
    elapsed -= 3_600_000;
    expect((await priceOfPage(store)).queries).toBe(6);
  });

  test('A list of a busy flow takes a request for each of its 53 partitions, half a unit each', async () => {
    const open = await newStore();
    isHot = true;
    await runAll(open(), 0, 20);
    const store = open();
    expect((await priceOfPage(store)).queries).toBe(54);
    const { queries, units } = await priceOfPage(store);
    expect(queries).toBe(53);
    expect(units).toBeLessThanOrEqual(53 * 0.5);
  });

  test('A flow that becomes busy is listed whole by every process within ten seconds, and at once where all of it matters', async () => {
    const open = await newStore();
    const early = open();
    await runAll(open(), 0, 3, () => false);
    await early.list({ flowId: 'flow-1', limit: 9 });
    isHot = true;
    const busy = open();
    await runAll(busy, 3, 6, () => false);
    expect(await listed(busy, 9)).toHaveLength(6);
    expect(await listed(early, 9)).toHaveLength(3);
    let unfinished = 0;
    for await (const _ of early.listUnfinished('flow-1')) unfinished += 1;
    expect(unfinished).toBe(6);
    expect(await listed(early, 9)).toHaveLength(6);

    const other = open();
    await runAll(open(), 6, 9, () => false);
    expect(await listed(other, 9)).toHaveLength(9);
  });

  test('A flow is marked once, and others are not', async () => {
    const open = await newStore();
    isHot = true;
    await Promise.all([runAll(open(), 0, 5), runAll(open(), 5, 10)]);
    isHot = false;
    const other = { flowId: 'flow-2', name: 'other' };
    await open().create(makeHeader('', { id: other }));
    queries = 0;
    await open().list({ flowId: ['flow-1', 'flow-2'], limit: 3, status: 'Running' });
    expect(queries).toBe(1 + 17 + 1);
  });

  test.each([
    [
      'of the table',
      { reason: 'TableWriteMaxOnDemandThroughputExceeded', resource: 'arn:…:table/executions' },
    ],
    ['of another index', { ...HOT_INDEX, resource: 'arn:…:table/executions/index/other' }],
  ])('A refusal because %s does not make a flow busy', async (_of, reason) => {
    const open = await newStore();
    const refused = Object.assign(new Error('slow down'), { ThrottlingReasons: [reason] });
    const store = open();
    const remove = refuseOnce(refused);
    await expect(store.create(makeHeader('refused'))).rejects.toThrow('slow down');
    remove();
    await store.create(makeHeader('taken'));
    expect(listings.at(-1)).toMatch(/^Running#\d+$/);
  });

  test.each([
    ['of the newer kind', { throttlingReasons: [HOT_INDEX] }],
    ['of the older kind', { ThrottlingReasons: [HOT_INDEX] }],
  ])(
    'A flow becomes busy by an exception %s, as the clients of the engine throw it',
    async (_of, reasons) => {
      const open = await newStore();
      const remove = refuseOnce(overloaded('DynamoDB', Object.assign(new Error('slow down'), reasons)));
      expect(await open().create(makeHeader('run-1'))).toBe(true);
      remove();
      expect(listings.at(-1)).toMatch(/^Running#\d+#\d+$/);
    },
  );

  function refuseOnce(error: Error): () => void {
    let isRefused = false;
    client.middlewareStack.add(
      (next) => async (args) => {
        if (isRefused || listingIn(args.input) === '') return next(args);
        isRefused = true;
        throw error;
      },
      { step: 'initialize', name: 'refuseOnce' },
    );
    return () => client.middlewareStack.remove('refuseOnce');
  }
});
