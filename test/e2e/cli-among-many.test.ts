import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { busyMs } from '../helpers/busy-time.ts';
import { untilPasses } from '../helpers/until-passes.ts';
import { runHere } from './cli-process.ts';
import { folderWith, openServer, type TestServer } from './local-helpers.ts';

// A night with 3,000 orders of ten shops, 56 of which broke at the customs: one is looked for, the broken ones go on.

const SHOP = `
version: v1
type: flow
steps:
  - type: choice
    name: route
    choices: [{ condition: $.goesTo == "abroad", goto: declare }, { condition: $.goesTo == "nowhere", goto: refuse }]
    default: { goto: done }
  - { type: task, name: declare, resourceArn: "acs:fc:::services/customs/functions/declare" }
  - { type: succeed, name: done }
  - { type: fail, name: refuse, error: NoAddress, cause: there is no such place }
`;

const IS_DOWN = 'exports.handler = async () => { throw new TypeError("customs are closed"); };\n';
const WORKS = 'exports.handler = async () => ({ declared: true });\n';

const orderOf = (index: number) => `ORD-${String(index).padStart(6, '0')}`;
const goesTo = (index: number) => {
  if (index % 1_000 === 0) return 'nowhere';
  return index % 53 === 52 ? 'abroad' : 'home';
};
const ORDERS = Array.from({ length: 3_000 }, (_, index) => ({
  FlowName: `shop-${index % 10}`,
  ExecutionName: `run-${index}`,
  Input: JSON.stringify({ goesTo: goesTo(index) }),
  Labels: JSON.stringify({ orderId: orderOf(index), night: '2026-11-30' }),
}));
const BROKEN = ORDERS.filter((_, index) => goesTo(index) === 'abroad')
  .map(({ FlowName, ExecutionName }) => `${FlowName}/${ExecutionName}`)
  .toSorted();
const REFUSED = ['shop-0/run-0', 'shop-0/run-1000', 'shop-0/run-2000'];

const folder = folderWith({ 'customs/declare.js': IS_DOWN });
let server: TestServer;
const fdl = (...args: readonly string[]) => runHere(args, { env: { FDL_ENDPOINT: server.api } });

beforeAll(async () => {
  server = await openServer({}, { functionFolders: [folder] });
  for (let shop = 0; shop < 10; shop++) {
    await server.call('CreateFlow', { Name: `shop-${shop}`, Definition: SHOP, Description: '', Type: 'FDL' });
  }
  for (let from = 0; from < ORDERS.length; from += 250)
    await Promise.all(ORDERS.slice(from, from + 250).map((order) => server.call('StartExecution', order)));
  await untilPasses(async () => {
    const { stdout } = await fdl('list', '--status', 'Running', '--json');
    expect(JSON.parse(stdout)).toEqual({ Executions: [] });
  });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** The executions of a list, as FLOW/EXECUTION in order of their names. */
async function listed(...filter: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await fdl('list', ...filter, '--limit', '10000', '--json');
  const { Executions } = JSON.parse(stdout) as { Executions: { FlowName: string; Name: string }[] };
  return Executions.map(({ FlowName, Name }) => `${FlowName}/${Name}`).sort();
}

test('one order of 3,000 is found by its label in all flows within a second', async () => {
  // The server and the command compute in this thread.
  const begun = busyMs();
  const found = await fdl('list', '--label', 'orderId=ORD-001591');
  expect(busyMs() - begun).toBeLessThan(1_000);
  expect(found.stdout).toMatch(/^STARTED .*\n\S+ {2}Succeeded .* shop-1 +run-1591\b.*\n$/);
});

test('one command redrives the 56 that a broken function has failed, and no other, and reports each', async () => {
  expect(BROKEN).toHaveLength(56);
  expect(await listed('--status', 'Failed', '--error', 'TypeError')).toEqual(BROKEN);
  writeFileSync(join(folder, 'customs/declare.js'), WORKS);

  const report = join(folder, 'night.jsonl');
  const filter = ['--all-flows', '--status', 'Failed', '--error', 'TypeError', '--label', 'night=2026-11-30'];
  const redriven = await fdl('redrive', ...filter, '--rate', '1000', '--report', report);
  expect(redriven).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/\n56 done\n$/) });
  const outcomes = readFileSync(report, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(outcomes.map(({ FlowName, ExecutionName }) => `${FlowName}/${ExecutionName}`).toSorted()).toEqual(
    BROKEN,
  );
  expect(new Set(outcomes.map(({ Result }) => Result))).toEqual(new Set(['goes on (redrive 1)']));

  await untilPasses(async () => {
    expect(await listed('--status', 'Failed')).toEqual(REFUSED);
    expect(await listed('--status', 'Succeeded')).toHaveLength(3_000 - REFUSED.length);
  });
  expect((await fdl('redrive', ...filter, '--report', report)).stdout).toBe('0 done\n');
});
