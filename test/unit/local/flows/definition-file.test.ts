import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  readDefinitionFile,
  readOnlyReason,
  replaceFile,
} from '../../../../src/local/flows/definition-file.ts';

const MODULE = fileURLToPath(new URL('../../../../src/local/flows/definition-file.ts', import.meta.url));

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-file-'));
  file = join(folder, 'orders.yaml');
  writeFileSync(file, 'old');
  chmodSync(folder, 0o755);
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The error for a user without rights of his own: the tests may run as one whom no mode keeps out. */
function reasonForNobody(path: string): string {
  const script = `import(process.argv[1]).then(({ readOnlyReason }) => console.log(readOnlyReason(process.argv[2])))`;
  const isRoot = process.getuid?.() === 0;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script, MODULE, path], {
    encoding: 'utf8',
    ...(isRoot && { uid: 65_534, gid: 65_534 }),
  });
  return stdout.trim() || stderr;
}

test('a file may be replaced where the file and its folder may be written', () => {
  expect(readOnlyReason(file)).toBeUndefined();
  expect(readOnlyReason(join(folder, 'none.yaml'))).toBe('there is no such file');
});

test('a file that may not be written is told so, and one whose folder takes no other file', () => {
  chmodSync(file, 0o444);
  expect(reasonForNobody(file)).toBe('permission denied');
  chmodSync(file, 0o666);
  chmodSync(folder, 0o555);
  expect(reasonForNobody(file)).toBe('permission denied');
  chmodSync(folder, 0o777);
  expect(reasonForNobody(file)).toBe('undefined');
});

test('a file that cannot be replaced stays as it is, and nothing is left beside it', () => {
  expect(() => replaceFile(join(folder, 'none.yaml'), 'new')).toThrow();
  rmSync(file);
  expect(() => replaceFile(file, 'new')).toThrow();
  expect(readdirSync(folder)).toEqual([]);
});

test('a byte order mark is no part of the text', () => {
  replaceFile(file, '\ufeffversion: v1');
  expect(readFileSync(file)[0]).toBe(0xef);
  expect(readDefinitionFile(file, 100)).toEqual({ text: 'version: v1' });
});
