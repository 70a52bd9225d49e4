import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../src/limits.ts';
import { FlowFolders } from '../../../../src/local/flows/flow-folders.ts';
import { definitionLoader } from '../../../../src/local/flows/load-definition.ts';
import { type ApiHome, openApiHome } from '../../../helpers/api-home.ts';
import { untilPasses } from '../../../helpers/until-passes.ts';

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

const write = (line: string) => void lines.push(line);

/** A home whose flows are kept in the folder; `before` is one that was there before, with its store. */
async function open(before?: ApiHome, folders = [folder]): Promise<ApiHome> {
  flows = new FlowFolders({ folders, limits: DEFAULT_LIMITS, write });
  const home = openApiHome(
    { flowFiles: flows, ...(before && { flows: before.services.flows }) },
    before?.clock.now(),
  );
  await flows.start(definitionLoader(home.services, write));
  return home;
}

function put(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

test('every definition file becomes a flow of its name, in folders inside as well; other files do not', async () => {
  const file = put('orders.yaml', FLOW);
  put('team/stock.YML', FLOW);
  put(
    'team/more/json.json',
    JSON.stringify({ version: 'v1', type: 'flow', steps: [{ type: 'pass', name: 'one' }] }),
  );
  const notes = put('notes.txt', 'hello');
  const other = put('package.json', '{"name":"mine"}');
  put('README.md', 'hello');
  put('.hidden.yaml', FLOW);
  const { call } = await open();
  const { Flows } = await call('ListFlows', {});
  expect(Flows.map(({ Name }) => Name)).toEqual(['json', 'orders', 'stock']);
  expect(Flows[1]?.Definition).toBe(FLOW);
  expect(lines).toContain(`flow orders created from ${file}`);
  expect(lines).toContain(`${notes} is left out: definitions end in .yaml, .yml or .json`);
  expect(lines).toContain(`${other} is left out: it is no definition, which has version, type and steps`);
  expect(lines).toHaveLength(5);
});

test('a flow is updated only when its file says something new', async () => {
  put('orders.yaml', FLOW);
  const home = await open();
  const before = await home.call('DescribeFlow', { Name: 'orders' });
  flows?.stop();
  await home.clock.advanceTo(home.clock.now() + 60_000);
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
  await untilPasses(async () => {
    expect((await call('DescribeFlow', { Name: 'orders' })).Definition).toContain('# changed');
    expect((await call('DescribeFlow', { Name: 'late' })).Definition).toBe(FLOW);
  });
});

test('problems are printed with their place, once, and keep the flow as it was', async () => {
  const good = put('orders.yaml', FLOW);
  const { call } = await open();
  put('orders.yaml', FLOW.replace('pass', 'pas'));
  await untilPasses(() => expect(lines.join('\n')).toContain(`${good}:4:11 error`));
  expect((await call('DescribeFlow', { Name: 'orders' })).Definition).toBe(FLOW);
  const printed = lines.length;
  put('other.yaml', FLOW);
  await untilPasses(() => expect(lines).toHaveLength(printed + 1));
});

test('a file whose name cannot be that of a flow is told so', async () => {
  put('not a name.yaml', FLOW);
  await open();
  expect(lines).toEqual([expect.stringContaining('flow not a name was not loaded from')]);
  expect(lines[0]).toContain('InvalidArgument');
});

describe('an entry that cannot be loaded', () => {
  test.each<[string, (path: string) => void, RegExp]>([
    ['a folder', (path) => mkdirSync(path), /is a folder and no definition/],
    [
      'a dead link',
      (path) => symlinkSync('nowhere', path),
      /is a link to nowhere, .*: there is no such file/,
    ],
    [
      'a link to itself',
      (path) => symlinkSync('bad.yaml', path),
      /cannot be followed: links lead in a circle/,
    ],
    ['a pipe', (path) => void execFileSync('mkfifo', [path]), /is left out: it is no regular file/],
    ['no UTF-8', (path) => writeFileSync(path, Buffer.from([0x61, 0xff])), /is no UTF-8 text/],
    ['far too large', (path) => writeFileSync(path, 'a'.repeat(5_000_000)), /has 5000000 bytes/],
    [
      'a second file of a flow',
      (path) => {
        put('bad.json', FLOW);
        writeFileSync(path, FLOW);
      },
      /the flow bad comes from/,
    ],
  ])('is named when it is %s, and keeps no other from being loaded', async (_what, make, reason) => {
    const bad = join(folder, 'bad.yaml');
    make(bad);
    put('orders.yaml', FLOW);
    const { call } = await open();
    expect((await call('DescribeFlow', { Name: 'orders' })).Definition).toBe(FLOW);
    const named = lines.filter((line) => line.startsWith(`${bad} `));
    expect(named).toEqual([expect.stringMatching(reason)]);
  });

  test('is named when it comes later, and says so once it is repaired', async () => {
    const { call } = await open();
    const bad = join(folder, 'late.yaml');
    symlinkSync(join(folder, 'target'), bad);
    await untilPasses(() => expect(lines.join('\n')).toContain(`${bad} is a link to`));
    rmSync(bad);
    writeFileSync(bad, FLOW);
    await untilPasses(() => expect(lines).toContain(`flow late created from ${bad}`));
    expect((await call('DescribeFlow', { Name: 'late' })).Definition).toBe(FLOW);
  });

  test('may be a folder in which links lead in a circle', async () => {
    put('team/orders.yaml', FLOW);
    symlinkSync('..', join(folder, 'team', 'up'));
    const { call } = await open();
    expect((await call('ListFlows', {})).Flows).toHaveLength(1);
    expect(lines).toContainEqual(expect.stringMatching(/team\/up is the folder .* once more/));
  });
});

test('a file that was broken says so when it is set back to what is stored', async () => {
  const file = put('orders.yaml', FLOW);
  await open();
  put('orders.yaml', FLOW.replace('pass', 'pas'));
  await untilPasses(() => expect(lines.join('\n')).toContain(`${file}:4:11 error`));
  put('orders.yaml', FLOW);
  await untilPasses(() => expect(lines.at(-1)).toBe(`${file} is valid again; flow orders is as it was`));
});

test('a file that is deleted leaves its flow alone, and says so', async () => {
  const file = put('orders.yaml', FLOW);
  const { call } = await open();
  rmSync(file);
  await untilPasses(() => expect(lines.at(-1)).toBe(`${file} is gone; its flow stays as it is`));
  expect(await call('DescribeFlow', { Name: 'orders' })).not.toHaveProperty('Source');
  await call('DeleteFlow', { Name: 'orders' });
});

test('files of folders that come later are loaded', async () => {
  const { call } = await open();
  const note = put('later/note.txt', 'hello');
  await untilPasses(() => expect(lines.join('\n')).toContain(note));
  put('later/orders.yaml', FLOW);
  await untilPasses(() => expect(lines.join('\n')).toContain('flow orders created from'));
  expect((await call('DescribeFlow', { Name: 'orders' })).Source).toEqual({
    File: join(folder, 'later/orders.yaml'),
  });
});

describe('a flow that comes from a file', () => {
  const CHANGED = `${FLOW}# changed\n`;

  test('is saved into it, with its permissions, and through a link', async () => {
    const real = put('elsewhere/orders.txt', `\ufeff${FLOW}`);
    chmodSync(real, 0o640);
    mkdirSync(join(folder, 'flows'));
    const link = join(folder, 'flows', 'orders.yaml');
    symlinkSync(real, link);
    const home = await open(undefined, [join(folder, 'flows')]);
    expect((await home.call('DescribeFlow', { Name: 'orders' })).Source).toEqual({ File: link });
    expect((await home.call('UpdateFlow', { Name: 'orders', Definition: CHANGED })).Source).toEqual({
      File: link,
    });
    expect(readFileSync(real, 'utf8')).toBe(CHANGED);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['orders.txt']);
    flows?.stop();
    const printed = lines.length;
    const again = await open(home, [join(folder, 'flows')]);
    expect((await again.call('DescribeFlow', { Name: 'orders' })).Definition).toBe(CHANGED);
    expect(lines).toHaveLength(printed);
  });

  test('keeps the references of the deploy tools when it is saved', async () => {
    const withReference = `${FLOW}  - type: task\n    name: b\n    resourceArn: !Ref shop/price\n`;
    const file = put('orders.yaml', withReference);
    const home = await open();
    const { Definition } = await home.call('DescribeFlow', { Name: 'orders' });
    expect(Definition).toContain('resourceArn: acs:fc:::services/shop/functions/price');
    await home.call('UpdateFlow', { Name: 'orders', Definition: `${Definition}# changed\n` });
    expect(readFileSync(file, 'utf8')).toBe(`${withReference}# changed\n`);
  });

  test('stays as it is when its description changes', async () => {
    const file = put('orders.yaml', FLOW);
    const home = await open();
    await home.call('UpdateFlow', { Name: 'orders', Description: 'new', Definition: FLOW });
    expect(readFileSync(file, 'utf8')).toBe(FLOW);
  });

  test('is not saved over a change of the file that is not loaded', async () => {
    const file = put('orders.yaml', FLOW);
    const home = await open();
    flows?.stop();
    put('orders.yaml', CHANGED);
    const refused = await home.fail('UpdateFlow', { Name: 'orders', Definition: FLOW.replace('one', 'two') });
    expect(refused).toMatchObject({ status: 412, Code: 'PreconditionFailed' });
    expect(refused.Message).toContain('has changed and is not loaded yet');
    expect(readFileSync(file, 'utf8')).toBe(CHANGED);
  });

  test('cannot be changed while its file has errors, and tells why', async () => {
    const file = put('orders.yaml', FLOW);
    const home = await open();
    put('orders.yaml', FLOW.replace('pass', 'pas'));
    await untilPasses(() => expect(lines.join('\n')).toContain('4:11 error'));
    const ReadOnlyReason = 'it has problems; repair it first';
    expect((await home.call('DescribeFlow', { Name: 'orders' })).Source).toEqual({
      File: file,
      ReadOnlyReason,
    });
    const refused = await home.fail('UpdateFlow', { Name: 'orders', Definition: CHANGED });
    expect(refused.Message).toBe(
      `Flow orders is kept in ${file}, which cannot be changed here: ${ReadOnlyReason}`,
    );
  });

  test('is not made by the API while its file has errors', async () => {
    put('orders.yaml', FLOW.replace('pass', 'pas'));
    const home = await open();
    const flow = { Name: 'orders', Definition: FLOW, Description: '', Type: 'FDL' };
    expect((await home.fail('CreateFlow', flow)).Code).toBe('PreconditionFailed');
  });

  test('is not deleted while its file would bring it back', async () => {
    const file = put('orders.yaml', FLOW);
    const home = await open();
    const refused = await home.fail('DeleteFlow', { Name: 'orders' });
    expect(refused).toMatchObject({ status: 412, Code: 'PreconditionFailed' });
    expect(refused.Message).toBe(
      `Flow orders comes from ${file} and would be there again at the next start; delete the file first`,
    );
  });
});

test('what the API saved while the folder was not served is replaced with a line that says so', async () => {
  const file = put('orders.yaml', FLOW);
  const home = await open();
  flows?.stop();
  const without = await open(home, []);
  await without.call('UpdateFlow', { Name: 'orders', Definition: `${FLOW}# saved\n` });
  flows?.stop();
  await open(without);
  expect(lines.at(-1)).toMatch(
    /^flow orders updated from .*orders.yaml, in place of version 2, which the API saved at 2024-01-02T/,
  );
  expect(lines.at(-1)).toContain(file);
});

test("a reference of the original's deploy tools is kept as the ARN, with a warning", async () => {
  put(
    'asks.yaml',
    'version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: !Ref shop/price\n',
  );
  const home = await open();
  const { Definition } = await home.call('DescribeFlow', { Name: 'asks' });
  expect(Definition).toContain('resourceArn: acs:fc:::services/shop/functions/price');
  expect(lines.join('\n')).toContain('deploy-reference');
});
