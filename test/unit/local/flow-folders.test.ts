import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/limits.ts';
import { FlowFolders } from '../../../src/local/flow-folders.ts';
import { openApiHome } from '../../helpers/api-home.ts';

const FLOW = 'version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: one\n';

let folder = '';
let lines: string[] = [];
let flows: FlowFolders | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-flows-'));
  lines = [];
});

afterEach(() => {
  flows?.stop();
  rmSync(folder, { recursive: true });
});

async function open(home = openApiHome()): Promise<typeof home> {
  const write = (line: string) => lines.push(line);
  flows = new FlowFolders({ folders: [folder], api: home.api, limits: DEFAULT_LIMITS, write });
  await flows.start();
  return home;
}

function put(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('every definition file becomes a flow of its name; other files do not', async () => {
  const file = put('orders.yaml', FLOW);
  put('stock.yml', FLOW);
  put('notes.txt', 'hello');
  put('.hidden.yaml', FLOW);
  mkdirSync(join(folder, 'folder.d'));
  const { call } = await open();
  const { Flows } = await call('ListFlows', {});
  expect(Flows.map(({ Name }) => Name)).toEqual(['orders', 'stock']);
  expect(Flows[0]?.Definition).toBe(FLOW);
  expect(lines).toContain(`flow orders created from ${file}`);
});

test('a flow is updated only when its file says something new', async () => {
  put('orders.yaml', FLOW);
  const home = await open();
  const before = await home.call('DescribeFlow', { Name: 'orders' });
  flows?.stop();
  home.clock.advanceTo(home.clock.now() + 60_000);
  await open(home);
  expect(await home.call('DescribeFlow', { Name: 'orders' })).toMatchObject({
    LastModifiedTime: before.LastModifiedTime,
  });
  flows?.stop();
  const file = put('orders.yaml', `${FLOW}# changed\n`);
  await open(home);
  expect((await home.call('DescribeFlow', { Name: 'orders' })).Definition).toContain('# changed');
  expect(lines.at(-1)).toBe(`flow orders updated from ${file}`);
});

test('a file that changes or appears later is loaded', async () => {
  put('orders.yaml', FLOW);
  const { call } = await open();
  put('orders.yaml', `${FLOW}# changed\n`);
  put('late.yaml', FLOW);
  await vi.waitFor(async () => {
    expect((await call('DescribeFlow', { Name: 'orders' })).Definition).toContain('# changed');
    expect((await call('DescribeFlow', { Name: 'late' })).Definition).toBe(FLOW);
  }, 5_000);
});

test('problems are printed with their place, once, and keep the flow as it was', async () => {
  const good = put('orders.yaml', FLOW);
  const { call } = await open();
  put('orders.yaml', FLOW.replace('pass', 'pas'));
  await vi.waitFor(() => expect(lines.join('\n')).toContain(`${good}:4:11 error`), 5_000);
  expect((await call('DescribeFlow', { Name: 'orders' })).Definition).toBe(FLOW);
  const printed = lines.length;
  put('other.yaml', FLOW);
  await vi.waitFor(() => expect(lines).toHaveLength(printed + 1), 5_000);
});

test('a file whose name cannot be that of a flow is told so', async () => {
  put('not a name.yaml', FLOW);
  await open();
  expect(lines).toEqual([expect.stringContaining('flow not a name was not loaded from')]);
  expect(lines[0]).toContain('InvalidArgument');
});
