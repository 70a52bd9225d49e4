import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBucket, objectStore, writeObject } from '../../examples/shared/object-store.ts';
import { eventually, openServer, type TestServer } from './local-helpers.ts';

/** Lists of items, which a map run inside another goes through each. */
const LISTS = 10;
const ITEMS = 100_000;

/** Longest time for all items, in milliseconds. */
const MOST_MILLISECONDS = 30_000;

const NESTED = `version: v1
type: flow
steps:
  - type: foreach
    name: lists
    iterationMapping: { collection: $.lists, item: list }
    distributed: {}
    steps:
      - type: foreach
        name: items
        iterationMapping: { collection: $.list, item: item }
        distributed: { batchSize: 500, maxConcurrency: 20 }
        outputMappings: [{ target: done, source: $local.succeeded }]
        steps: [{ type: pass, name: nothing }]
    outputMappings: [{ target: done, source: "$local.results[*].done" }]
`;

let server: TestServer;

beforeAll(async () => {
  server = await openServer({}, { objectPort: 0 });
});
afterAll(() => server.close());

test('The embedded home runs a hundred thousand items within thirty seconds', async () => {
  const lists = Array.from({ length: LISTS }, () => new Array(ITEMS / LISTS).fill(1));
  const startedAt = performance.now();
  await server.call('CreateFlow', { Name: 'many', Definition: NESTED, Description: '', Type: 'FDL' });
  const execution = { FlowName: 'many', ExecutionName: 'run' };
  await server.call('StartExecution', { ...execution, Input: JSON.stringify({ lists }) });
  const { Status, Output } = await eventually(async () => {
    const described = await server.call('DescribeExecution', { ...execution, WaitTimeSeconds: 30 });
    return described.Status === 'Running' ? undefined : described;
  });
  const took = performance.now() - startedAt;
  expect(Status).toBe('Succeeded');
  expect(JSON.parse(Output)).toEqual({ done: new Array(LISTS).fill(ITEMS / LISTS) });
  expect(took).toBeLessThan(MOST_MILLISECONDS);
  const page = await server.call('GetExecutionHistory', { ...execution, Limit: 999 });
  expect(page.Events.length).toBeLessThan(20);
});

/** A million bytes and more, so that the object is read in pieces. */
const FROM_OBJECT = `version: v1
type: flow
steps:
  - type: foreach
    name: lines
    iterationMapping: { item: line }
    distributed:
      batchSize: 500
      maxConcurrency: 20
      itemReader: { inputType: jsonl, bucket: many, key: lines }
      resultWriter: { bucket: many, prefix: out }
    steps: [{ type: pass, name: keep, outputMappings: [{ target: id, source: $input.line.id }] }]
    outputMappings: [{ target: done, source: $local.succeeded }]
`;

test('The embedded home runs a hundred thousand items of an object within thirty seconds', async () => {
  const store = objectStore(server);
  await createBucket(store, 'many');
  const line = (id: number) => `${JSON.stringify({ id, name: `item ${id} of an object with many` })}\n`;
  const text = Array.from({ length: ITEMS }, (_, id) => line(id)).join('');
  await writeObject(store, 'many', 'lines', text);
  const startedAt = performance.now();
  await server.call('CreateFlow', { Name: 'lines', Definition: FROM_OBJECT, Description: '', Type: 'FDL' });
  const execution = { FlowName: 'lines', ExecutionName: 'run' };
  await server.call('StartExecution', execution);
  const { Status, Output } = await eventually(async () => {
    const described = await server.call('DescribeExecution', { ...execution, WaitTimeSeconds: 30 });
    return described.Status === 'Running' ? undefined : described;
  });
  const took = performance.now() - startedAt;
  expect(Status).toBe('Succeeded');
  expect(JSON.parse(Output)).toEqual({ done: ITEMS });
  expect(took).toBeLessThan(MOST_MILLISECONDS);
  const MapRunName = 'run:map-2-0';
  const run = await server.call('DescribeMapRun', { ...execution, MapRunName });
  expect(run).toMatchObject({ AllItemsRead: true, ItemCounts: { Total: ITEMS, Succeed: ITEMS } });
  const history = await server.call('GetExecutionHistory', {
    ...execution,
    ExecutionName: MapRunName,
    Limit: 999,
  });
  expect(history.Events.length).toBe(999);
  expect(JSON.stringify(history)).not.toContain('of an object with many');
});
