import { afterAll, beforeAll, expect, test } from 'vitest';
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
  server = await openServer({});
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
