import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { fakeTerminal } from '../../helpers/fake-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-validate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const VALID = 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n';
const INVALID = 'version: v1\ntype: flow\nsteps:\n  - {type: pas, name: a}\n';

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('a valid definition is called so', async () => {
  const terminal = fakeTerminal();
  const path = file('valid.yaml', VALID);
  expect(await main(['validate', path], terminal)).toBe(0);
  expect(terminal.written.stdout).toBe(`${path}: valid\n`);
});

test('one file with errors among valid ones exits with 1 and shows the place', async () => {
  const terminal = fakeTerminal();
  const path = file('invalid.yaml', INVALID);
  expect(await main(['validate', file('valid.yaml', VALID), path], terminal)).toBe(1);
  expect(terminal.written.stdout).toContain(`${path}:4:12 error`);
  expect(terminal.written.stdout).toContain('^^^');
  expect(terminal.written.stdout).toContain(`${path}: not valid, 1 error\n`);
});

test('stdin is checked as -', async () => {
  const terminal = fakeTerminal({}, INVALID);
  expect(await main(['validate', '-'], terminal)).toBe(1);
  expect(terminal.written.stdout).toContain('<stdin>:4:12 error');
});

test('--json lists every file with its diagnostics', async () => {
  const terminal = fakeTerminal({}, INVALID);
  expect(await main(['validate', '-', '--json'], terminal)).toBe(1);
  expect(JSON.parse(terminal.written.stdout)).toMatchObject({
    files: [{ file: '-', isValid: false, diagnostics: [{ severity: 'error', line: 4, column: 12 }] }],
  });
});

test("a reference of the original's deploy tools is read as the ARN, with a warning", async () => {
  const terminal = fakeTerminal();
  const text =
    'version: v1\ntype: flow\nsteps:\n  - type: task\n    name: a\n    resourceArn: !Ref shop/price\n';
  const path = file('reference.yaml', text);
  expect(await main(['validate', path], terminal)).toBe(0);
  expect(terminal.written.stdout).toContain('acs:fc:::services/shop/functions/price');
  expect(terminal.written.stdout).toContain('valid, 1 warning');
});
