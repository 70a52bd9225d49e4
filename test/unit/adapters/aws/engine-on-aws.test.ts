import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { observeCapacity, type UsedCapacity } from '../../../../src/adapters/aws/observe-capacity.ts';
import { startExecution } from '../../../../src/engine/start-execution.ts';
import {
  createTables,
  dynamoDbClient,
  missingDynamoDb,
  startDynamoDb,
} from '../../../aws/emulated/dynamodb.ts';
import { startFaultProxy } from '../../../aws/emulated/fault-proxy.ts';
import { EmulatedHome } from '../../../aws/emulated/home.ts';
import type { TestServer } from '../../../aws/emulated/http.ts';
import { START } from '../../../conformance/execution-fixtures.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const missing = missingDynamoDb();

const TASK = (name: string) => `
  - type: task
    name: ${name}
    resourceArn: acs:fc:::services/shop/functions/${name}`;

function tasks(count: number): string {
  const steps = Array.from({ length: count }, (_, n) => TASK(`step${n}`));
  return `version: v1\ntype: flow\nsteps:${steps.join('')}\n`;
}

describe.skipIf(missing !== undefined)(
  `the engine on the AWS adapters (${missing ?? 'emulated'})`,
  async () => {
    if (missing !== undefined) return;
    const server = await startDynamoDb();
    const dynamoDb = dynamoDbClient(server.endpoint);
    const used: UsedCapacity[] = [];
    observeCapacity(dynamoDb, (capacity) => used.push(capacity));
    let home: EmulatedHome;
    let tables: { executions: string; flows: string };

    beforeEach(async () => {
      tables = await createTables(dynamoDb);
      home = await EmulatedHome.open({ dynamoDb, tables });
      used.length = 0;
    });
    afterEach(() => home.close());
    afterAll(async () => {
      dynamoDb.destroy();
      await server.stop();
    });

    test.each([30, 900, 901, 2 * 3_600, 48 * 3_600])(
      'A wait of %d seconds ends on time',
      async (duration) => {
        const id = await home.start(
          `version: v1\ntype: flow\nsteps:\n  - type: wait\n    name: w\n    duration: ${duration}\n`,
        );

        await home.advance(duration * SECOND - 1);
        expect((await home.header(id)).end).toBeUndefined();
        await home.advance(SECOND + 1);

        const stoppedAt = (await home.header(id)).end?.stoppedAt ?? 0;
        expect(stoppedAt).toBeGreaterThanOrEqual(START + duration * SECOND);
        expect(stoppedAt).toBeLessThanOrEqual(START + duration * SECOND + SECOND);
      },
    );

    test('A long flow timeout ends the execution on time', async () => {
      const callback = `${TASK('ask')}\n    pattern: waitForCallback\n`;
      const id = await home.start(`version: v1\ntype: flow\ntimeoutSeconds: 90000\nsteps:${callback}`);

      await home.advance(26 * HOUR);

      expect((await home.header(id)).end).toMatchObject({ status: 'TimedOut' });
      const stoppedAt = (await home.header(id)).end?.stoppedAt ?? 0;
      expect(stoppedAt - START).toBeGreaterThanOrEqual(90_000 * SECOND);
      expect(stoppedAt - START).toBeLessThanOrEqual(90_001 * SECOND);
    });

    test('A function finds the id of its task, the same for a repeat, in its client context', async () => {
      await home.start(`version: v1\ntype: flow\nsteps:${TASK('step')}\n`, '{"a":1}');
      await home.advance(0);

      const [call] = home.invocations;
      expect(call).toMatchObject({ functionName: 'shop-step', payload: '{"a":1}', isAsync: false });
      expect(JSON.parse(call?.clientContext ?? '').custom).toEqual({
        flowName: 'orders',
        executionName: 'run',
        stepName: 'step',
        taskId: 'flow-1/run/2/0',
      });
    });

    test('A name stays taken when its execution is kept no longer', async () => {
      const id = await home.start(`version: v1\ntype: flow\nsteps:${TASK('step')}\n`);
      await home.advance(91 * 24 * HOUR);
      expect(await home.services.executions.readHeader(id)).toBeUndefined();

      const again = await startExecution(home.services, { flowName: 'orders', executionName: 'run' });

      expect(again.kind).toBe('alreadyExists');
    });

    test('A message that exists twice, because the answer to its sending was lost, changes nothing', async () => {
      await home.close();
      let proxy: TestServer | undefined;
      let sends = 0;
      home = await EmulatedHome.open({
        dynamoDb,
        tables: await createTables(dynamoDb),
        sqsEndpoint: async (emulator) => {
          proxy = await startFaultProxy(emulator, (operation) => {
            if (operation === 'SendMessage') sends += 1;
            return sends % 2 === 1 ? { kind: 'loseResponse' } : undefined;
          });
          return proxy.endpoint;
        },
      });
      const wait = '\n  - type: wait\n    name: w\n    duration: 5\n';
      const id = await home.start(
        `version: v1\ntype: flow\nsteps:${TASK('one')}${wait}${TASK('two').slice(1)}\n`,
      );

      await home.advance(HOUR);

      expect((await home.header(id)).end).toMatchObject({
        status: 'Succeeded',
        stoppedAt: START + 5 * SECOND,
      });
      expect(home.invocations).toHaveLength(2);
      expect(sends).toBe(4);
      await proxy?.close();
    });

    test('After a start, ten tasks cost ten commits of one write unit, and three units for the end in the header and in lists', async () => {
      const id = await home.start(tasks(10), '{"order":"4711"}');
      used.length = 0;
      await home.advance(0);

      const writes = used.filter(({ isWrite, table }) => isWrite && table === tables.executions);
      expect((await home.header(id)).end?.status).toBe('Succeeded');
      expect(writes.filter(({ units }) => units === 1)).toHaveLength(10);
      // The end: one for the header, two for the index, where it moves from one status to another.
      expect(writes.filter(({ units }) => units !== 1).map(({ units }) => units)).toEqual([3]);
    });

    test('Loading a long log costs no more than reading its end', async () => {
      await home.close();
      const payload = () => JSON.stringify({ text: randomBytes(500).toString('hex') });
      const invoke = async () => ({ kind: 'returned', payload: payload() }) as const;
      home = await EmulatedHome.open({ dynamoDb, tables: await createTables(dynamoDb), invoke });
      const id = await home.start(tasks(120));
      await home.advance(0);
      expect((await home.header(id)).end?.status).toBe('Succeeded');
      used.length = 0;

      const loaded = await home.services.executions.load(id);
      const whole = await home.services.executions.readRecords(id, 1, 1_000_000);

      // The events of the start are in the header.
      expect(whole).toHaveLength(120);
      expect(loaded?.records[0]?.snapshot).toBeDefined();
      expect(loaded?.records.length).toBeLessThanOrEqual(25);
      const [load = 0, ...pages] = used.map(({ units }) => units);
      const all = pages.reduce((sum, units) => sum + units, 0);
      expect(load).toBeLessThan(all / 3);
    });
  },
);
