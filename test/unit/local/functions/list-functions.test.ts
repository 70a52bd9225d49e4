import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listFunctions } from '../../../../src/local/functions/list-functions.ts';

test('functions are listed by their ARNs, the first folder first, and nothing else is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-list-'));
  for (const file of [
    'a/shop/pack.ts',
    'a/shop/readme.md',
    'a/shop.v1/pack.py',
    'a/loose.ts',
    'b/shop/pack.js',
    'a/shop/un named.ts',
  ]) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  const found = listFunctions([join(folder, 'a'), join(folder, 'b'), join(folder, 'none')]);
  expect(found.map(({ arn, file }) => [arn, file.slice(folder.length + 1)])).toEqual([
    ['acs:fc:::services/shop/functions/pack', join('a', 'shop', 'pack.ts')],
    ['acs:fc:::services/shop.v1/functions/pack', join('a', 'shop.v1', 'pack.py')],
  ]);
  rmSync(folder, { recursive: true });
});
