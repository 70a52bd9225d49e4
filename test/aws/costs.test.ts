import { afterAll, beforeAll, expect, test } from 'vitest';
import { AwsHome } from '../../bench/aws/home.ts';
import { ofObject } from '../../bench/aws/map-runs.ts';
import { measureRepairs } from '../../bench/aws/repair.ts';
import { countdown, fanOut, measure, type Scenario } from '../../bench/aws/scenarios.ts';
import { queueRequestsOf, writeUnitsOf } from '../../bench/aws/usage.ts';
import { readResults } from '../../bench/results.ts';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import { openOtlpReceiver } from '../helpers/otlp-receiver.ts';

// The bundled functions, as they are deployed, on emulators that count.

const SEQUENCE: Scenario = {
  name: 'sequence',
  title: 'ten function tasks',
  flow: 'ten-steps',
  executions: 1,
  taskSteps: 10,
};

let home: AwsHome;

beforeAll(async () => {
  home = await AwsHome.start();
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

test('Ten tasks in a row use fifteen write units, three read units and four queue requests', async () => {
  const { usage } = await measure(home, SEQUENCE);
  // The sums of decision 0025.
  expect([usage.tableWrites, usage.indexWrites]).toEqual([12, 3]);
  expect(usage.readUnits).toBe(3);
  expect(queueRequestsOf(usage)).toBe(4);
});

test('A step of a long history uses what a step of a short one does', async () => {
  const units = async (tasks: number) => {
    const { usage } = await measure(home, countdown(tasks));
    return writeUnitsOf(usage) + usage.readUnits;
  };
  const short = await units(5);
  const long = await units(105);
  expect((long - short) / 100).toBeLessThanOrEqual(1.1);
});

test('Tasks side by side share the writes of their results', async () => {
  const { usage } = await measure(home, fanOut(100, 1));
  expect(writeUnitsOf(usage)).toBeLessThanOrEqual(15);
});

test('Each label of a start uses one write unit more, and finding by it a read unit for each shard', async () => {
  const start = { flow: 'ten-steps', executions: 1, taskSteps: 10 };
  const plain = await measure(home, { ...start, name: 'plain', title: 'plain' });
  const labels = '{"orderId":"ORD-001591","shop":"one"}';
  const labelled = await measure(home, { ...start, name: 'labelled', title: 'labelled', labels });
  expect(writeUnitsOf(labelled.usage) - writeUnitsOf(plain.usage)).toBe(2);
  expect(labelled.usage.readUnits).toBe(plain.usage.readUnits);

  await home.call('ListExecutions', { Label: 'orderId=ORD-001591' });
  const { readUnits } = await home.take();
  expect(readUnits).toBeLessThanOrEqual(12);
});

test('A redrive and a fork use the units that the page tells; each record before costs a write', async () => {
  const rows = await measureRepairs(home);
  expect(rows).toEqual(readResults().aws?.repairs);
  expect(rows.map(({ writeUnits }) => writeUnits)).toEqual([5, 9, 11, 15, 19, 21]);
});

test('Each batch of items of an object uses two reads and two writes of objects, and its map run two more', async () => {
  const { usage } = await measure(home, await ofObject(home, 2));
  expect([usage.objectReads, usage.objectWrites]).toEqual([2 * 2 + 2, 2 * 2 + 2]);
});

test('Counting ends by flow uses one write unit for each, and half a read unit twice for each flow that is listed', async () => {
  await using counting = await AwsHome.start('', { [ENVIRONMENT.flowCounts]: 'true' }, home.bundles);
  const plain = await measure(home, SEQUENCE);
  const counted = await measure(counting, SEQUENCE);
  expect(writeUnitsOf(counted.usage) - writeUnitsOf(plain.usage)).toBe(1);
  expect(counted.usage.readUnits).toBe(plain.usage.readUnits);

  const reads = async (WithCounts: boolean) => {
    await counting.take();
    const { Flows } = await counting.call('ListFlows', { WithCounts });
    return { flows: Flows.length, units: (await counting.take()).readUnits };
  };
  await reads(true);
  const without = await reads(false);
  const { flows, units } = await reads(true);
  expect((units - without.units) / flows).toBeLessThanOrEqual(1);
});

test('Tracing uses no write unit, and reads the history of an execution once it has ended', async () => {
  await using receiver = await openOtlpReceiver();
  await using traced = await AwsHome.start('', { [ENVIRONMENT.tracesEndpoint]: receiver.url }, home.bundles);
  const plain = await measure(home, SEQUENCE);
  const { usage } = await measure(traced, SEQUENCE);
  // Both runs of it.
  expect(receiver.spans.filter(({ attributes }) => 'workflow.execution.id' in attributes)).toHaveLength(2);
  expect(receiver.spans).toHaveLength(2 * (1 + 10 + 10));
  expect(writeUnitsOf(usage)).toBe(writeUnitsOf(plain.usage));
  expect(queueRequestsOf(usage)).toBe(queueRequestsOf(plain.usage));
  expect(usage.readUnits - plain.usage.readUnits).toBeLessThanOrEqual(6);
});
