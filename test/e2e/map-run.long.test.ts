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

/** Runs the flow to its end, in at most {@link MOST_MILLISECONDS}. @returns its output */
async function runInTime(Name: string, Definition: string, input = {}): Promise<unknown> {
  const startedAt = performance.now();
  await server.call('CreateFlow', { Name, Definition, Description: '', Type: 'FDL' });
  const execution = { FlowName: Name, ExecutionName: 'run' };
  await server.call('StartExecution', { ...execution, Input: JSON.stringify(input) });
  const { Status, Output } = await eventually(async () => {
    const described = await server.call('DescribeExecution', { ...execution, WaitTimeSeconds: 30 });
    return described.Status === 'Running' ? undefined : described;
  });
  const took = performance.now() - startedAt;
  expect(Status).toBe('Succeeded');
  expect(took).toBeLessThan(MOST_MILLISECONDS);
  return JSON.parse(Output);
}

test('The embedded home runs a hundred thousand items within thirty seconds', async () => {
  const lists = Array.from({ length: LISTS }, () => new Array(ITEMS / LISTS).fill(1));
  const output = await runInTime('many', NESTED, { lists });
  expect(output).toEqual({ done: new Array(LISTS).fill(ITEMS / LISTS) });
  const page = await server.call('GetExecutionHistory', {
    FlowName: 'many',
    ExecutionName: 'run',
    Limit: 999,
  });
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
  expect(await runInTime('lines', FROM_OBJECT)).toEqual({ done: ITEMS });
  const execution = { FlowName: 'lines', ExecutionName: 'run' };
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
