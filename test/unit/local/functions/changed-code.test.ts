import { mkdirSync, renameSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { untilPasses } from '../../../helpers/until-passes.ts';
import {
  callOf,
  failureOf,
  folderWith,
  type OpenFunctions,
  openFunctions,
  outputOf,
  write,
} from './functions-folder.ts';

let opened: OpenFunctions | undefined;

afterEach(async () => {
  await opened?.functions.close();
  opened = undefined;
});

describe('a file that a function has loaded changes:', () => {
  test.each([
    [
      'beside it',
      {
        'shop/f.js': 'exports.handler = () => require("./lib/util.js")',
        'shop/lib/util.js': 'module.exports = { v: 1 }',
      },
    ],
    [
      'beside its folder',
      {
        'shop/f.js': 'import { v } from "../shared/util.js"; export const handler = () => ({ v })',
        'shared/util.js': 'export const v = 1',
      },
    ],
    [
      'two steps away',
      {
        'shop/f.ts': 'import { v } from "../a/a.ts"; export const handler = () => ({ v })',
        'a/a.ts': 'export { v } from "../b/b.ts"',
        'b/b.ts': 'export const v: number = 1',
      },
    ],
    [
      'loaded late',
      {
        'shop/f.mjs':
          'export const handler = async () => { const { v } = await import("../late/late.mjs"); return { v } }',
        'late/late.mjs': 'export const v = 1',
      },
    ],
    [
      'of data',
      { 'shop/f.js': 'exports.handler = () => require("../data/data.json")', 'data/data.json': '{ "v": 1 }' },
    ],
    [
      'of a package',
      {
        'shop/f.js': 'exports.handler = () => require("prices")',
        'node_modules/prices/index.js': 'module.exports = { v: 1 }',
      },
    ],
    [
      'of Python, beside it',
      {
        'shop/f.py': 'import util\ndef handler(event, context): return {"v": util.v}',
        'shop/util.py': 'v = 1',
      },
    ],
    [
      'of Python, beside its folder',
      {
        'shop/f.py':
          'import os, sys\nsys.path.append(os.path.join(os.path.dirname(__file__), "..", "shared"))\nfrom pack import deep\ndef handler(event, context): return {"v": deep.v}',
        'shared/pack/__init__.py': '',
        'shared/pack/deep.py': 'v = 1',
      },
    ],
    [
      'of Python, loaded late',
      {
        'shop/f.py': 'def handler(event, context):\n  import late\n  return {"v": late.v}',
        'shop/late.py': 'v = 1',
      },
    ],
  ])('%s', async (_where, files: Record<string, string>) => {
    opened = openFunctions(files);
    const { functions, folder } = opened;
    const [file = '', text = ''] = Object.entries(files).at(-1) ?? [];
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ v: 1 });
    write(join(folder, file), text.replace('1', '22'));
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ v: 22 });
    write(join(folder, 'new'), text.replace('1', '333'));
    renameSync(join(folder, 'new'), join(folder, file));
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ v: 333 });
  });

  test('outside the folders of functions', async () => {
    const outside = folderWith({ 'util.js': 'module.exports = { v: 1 }' });
    opened = openFunctions({
      'shop/f.js': `exports.handler = () => require(${JSON.stringify(outside)} + '/util.js')`,
    });
    expect(outputOf(await opened.functions.invoke(callOf('f')))).toEqual({ v: 1 });
    write(join(outside, 'util.js'), 'module.exports = { v: 22 }');
    expect(outputOf(await opened.functions.invoke(callOf('f')))).toEqual({ v: 22 });
  });

  test('behind a link', async () => {
    opened = openFunctions({ 'code/f.js': 'exports.handler = () => ({ v: 1 })' });
    const { functions, folder } = opened;
    mkdirSync(join(folder, 'shop'));
    symlinkSync(join(folder, 'code/f.js'), join(folder, 'shop/f.js'));
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ v: 1 });
    write(join(folder, 'code/f.js'), 'exports.handler = () => ({ v: 22 })');
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ v: 22 });
  });

  test('only in its time', async () => {
    opened = openFunctions({ 'shop/f.js': 'let n = 0; exports.handler = () => ({ n: ++n })' });
    const { functions, folder } = opened;
    await functions.invoke(callOf('f'));
    const touched = new Date(Date.now() + 5_000);
    utimesSync(join(folder, 'shop/f.js'), touched, touched);
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ n: 1 });
  });
});

test('a change of code that a function has not loaded leaves its state alone', async () => {
  opened = openFunctions({
    'shop/f.js': 'let n = 0; exports.handler = () => ({ n: ++n })',
    'shop/other.js': '',
  });
  const { functions, folder } = opened;
  await functions.invoke(callOf('f'));
  write(join(folder, 'shop/other.js'), 'changed');
  write(join(folder, 'shop/new.js'), 'new');
  expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ n: 2 });
});

test('a file that is imported by code that did not load is looked at again', async () => {
  opened = openFunctions({ 'shop/f.js': 'exports.handler = () => require("../shared/missing.js")' });
  const { functions, folder } = opened;
  expect(failureOf(await functions.invoke(callOf('f'))).message).toContain('missing.js');
  write(join(folder, 'shared/missing.js'), 'module.exports = { v: 1 }');
  expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ v: 1 });
});

test('code in a folder that comes first hides older code from the next call on', async () => {
  opened = openFunctions({ 'shop/f.py': 'def handler(event, context): return {"v": 1}' });
  const { functions, folder } = opened;
  expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ v: 1 });
  write(join(folder, 'shop/f.js'), 'exports.handler = () => ({ v: 2 })');
  await untilPasses(async () => expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ v: 2 }));
});
