import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { fakeTerminal } from '../../helpers/fake-terminal.ts';

const TEMPLATE = `ROSTemplateFormatVersion: '2015-09-01'
Resources:
  f: { Type: 'Aliyun::Serverless::Flow', Properties: { DefinitionUri: flow.yml } }
`;

function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-migrate-'));
  writeFileSync(join(folder, 'template.yml'), TEMPLATE);
  writeFileSync(join(folder, 'flow.yml'), 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n');
  return folder;
}

test('migrate writes what it finds into a new folder, and overwrites nothing', async () => {
  const folder = project();
  const out = join(folder, 'out');
  const terminal = fakeTerminal();
  expect(await main(['migrate', folder, '--out', out], terminal)).toBe(0);
  expect(terminal.written.stdout).toContain('flow f  from template.yml, f\n');
  expect(readFileSync(join(out, 'flows/f.yaml'), 'utf8')).toContain('type: flow');
  expect(existsSync(join(out, 'app.ts'))).toBe(true);
  expect(await main(['migrate', folder, '--out', out], fakeTerminal())).toBe(2);
});

test('migrate tells programs what it wrote, and ends with 1 where it finds no flow', async () => {
  const folder = project();
  const terminal = fakeTerminal();
  const out = join(folder, 'out');
  await main(['migrate', join(folder, 'template.yml'), '--out', out, '--json'], terminal);
  expect(JSON.parse(terminal.written.stdout)).toEqual({
    flows: ['f'],
    files: ['flows/f.yaml', 'app.ts', 'needs-a-hand.md'],
    remarks: [],
  });
  const none = ['migrate', join(folder, 'flow.yml'), '--out', join(folder, 'none')];
  expect(await main(none, fakeTerminal())).toBe(1);
  expect(await main(['migrate', join(folder, 'absent')], fakeTerminal())).toBe(2);
});
