import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { fakeTerminal } from '../../helpers/fake-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-graph-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FLOW = 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n';

test('a definition is drawn to stdout as SVG', async () => {
  const terminal = fakeTerminal({}, FLOW);
  expect(await main(['graph', '-'], terminal)).toBe(0);
  expect(terminal.written.stdout).toMatch(/^<svg [\s\S]*>a<\/text>[\s\S]*<\/svg>\n$/);
});

test('--format mermaid prints text for other programs', async () => {
  const terminal = fakeTerminal({}, FLOW);
  expect(await main(['graph', '-', '--format', 'mermaid'], terminal)).toBe(0);
  expect(terminal.written.stdout).toContain('flowchart TD\n');
});

test('--output writes a file and says nothing', async () => {
  const terminal = fakeTerminal({}, FLOW);
  const file = join(folder, 'flow.svg');
  expect(await main(['graph', '-', '--output', file], terminal)).toBe(0);
  expect(terminal.written.stdout).toBe('');
  expect(readFileSync(file, 'utf8')).toContain('</svg>');
});

test('--json wraps what was drawn, or names the file', async () => {
  const drawn = fakeTerminal({}, FLOW);
  expect(await main(['graph', '-', '--format', 'mermaid', '--json'], drawn)).toBe(0);
  expect(JSON.parse(drawn.written.stdout)).toEqual({
    format: 'mermaid',
    drawn: expect.stringContaining('flowchart TD'),
  });
  const written = fakeTerminal({}, FLOW);
  const file = join(folder, 'flow.json.svg');
  expect(await main(['graph', '-', '--output', file, '--json'], written)).toBe(0);
  expect(JSON.parse(written.written.stdout)).toEqual({ format: 'svg', file });
});

test('a definition with errors is not drawn; its problems are shown with their places', async () => {
  const terminal = fakeTerminal({}, FLOW.replace('pass', 'pas'));
  expect(await main(['graph', '-'], terminal)).toBe(1);
  expect(terminal.written.stdout).toBe('');
  expect(terminal.written.stderr).toContain('<stdin>:4:12 error');
});

test('an unknown format and a file that cannot be written are wrong usage', async () => {
  const format = fakeTerminal({}, FLOW);
  expect(await main(['graph', '-', '--format', 'png'], format)).toBe(2);
  expect(format.written.stderr).toContain("--format must be one of svg, mermaid, not 'png'");
  const output = fakeTerminal({}, FLOW);
  expect(await main(['graph', '-', '--output', folder], output)).toBe(2);
  expect(output.written.stderr).toContain(`cannot write ${folder}`);
});
