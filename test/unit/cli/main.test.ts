import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { main } from '../../../src/cli/main.ts';
import { fakeTerminal } from '../../helpers/fake-terminal.ts';

test('--version prints the version of the manifest', async () => {
  const terminal = fakeTerminal();
  expect(await main(['--version'], terminal)).toBe(EXIT.ok);
  expect(terminal.written.stdout).toBe(`${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`);
});

test('--help names every exit code', async () => {
  const terminal = fakeTerminal();
  expect(await main(['--help'], terminal)).toBe(EXIT.ok);
  for (const code of Object.values(EXIT))
    expect(terminal.written.stdout).toMatch(new RegExp(`^ +${code} `, 'm'));
});

test('the manual names every exit code and every command', async () => {
  const manual = readFileSync('docs/reference/cli.md', 'utf8');
  for (const code of Object.values(EXIT)) expect(manual).toContain(`| ${code} |`);
  const terminal = fakeTerminal();
  await main(['--help'], terminal);
  const commands = [...terminal.written.stdout.matchAll(/^ {2}([a-z]+) .*$/gm)].map(([, name]) => name);
  expect(commands.length).toBeGreaterThan(9);
  for (const name of commands.filter((command) => command !== 'help'))
    expect(manual).toContain(`\`fdl ${name}`);
});

test('an argument that was no UTF-8 is refused', async () => {
  const terminal = fakeTerminal();
  expect(await main(['start', 'f', '--input', '{"a":"\uFFFD"}'], terminal)).toBe(EXIT.usage);
  expect(terminal.written.stderr).toContain('argument 4 holds a character that is no UTF-8');
});

test('fdl alone shows its help', async () => {
  const terminal = fakeTerminal();
  expect(await main([], terminal)).toBe(EXIT.usage);
  expect(terminal.written.stdout).toContain('Usage: fdl');
});

test('a group without a command shows its help on stderr', async () => {
  const terminal = fakeTerminal();
  expect(await main(['flow'], terminal)).toBe(EXIT.usage);
  expect(terminal.written.stderr).toContain('Usage: fdl flow');
});

test.each([
  [['strat'], "unknown command 'strat'\n     (Did you mean start?)"],
  [['start'], "missing required argument 'flow'"],
  [['start', 'f', '--nmae', 'x'], "unknown option '--nmae'"],
  [['start', 'f', '--wait', '--follow'], 'give --wait or --follow, not both'],
  [['start', 'f', '--input', '[]'], '--input must be a JSON object'],
  [['start', 'f', '--input', '@/nowhere.json'], 'cannot read /nowhere.json: there is no such file'],
  [['list', '--status', 'done'], '--status must be one of Starting, Running'],
  [['list', '--limit', '0'], '--limit must be a whole number from 1'],
  [['flow', 'update', 'f'], 'nothing to update'],
  [['report', 'fail', 'token'], "required option '--error <name>' not specified"],
  [['report', 'succeed', '-', '--output', '-'], 'stdin holds the token or the output, not both'],
  [['list', '--endpoint', 'here'], "the endpoint 'here' is not an http or https address"],
  [['dev', '--port', 'http'], "--port must be a whole number from 0 to 65535, not 'http'"],
])('%j is wrong usage', async (argv, message) => {
  const terminal = fakeTerminal();
  expect(await main(argv, terminal)).toBe(EXIT.usage);
  expect(terminal.written.stderr).toContain(`fdl: ${message}`);
  expect(terminal.written.stdout).toBe('');
});

test.each([
  [['strat', '--json'], {}],
  [['strat'], { FDL_JSON: 'true' }],
])('%j with %j reports wrong usage as JSON', async (argv, env) => {
  const terminal = fakeTerminal(env);
  expect(await main(argv, terminal)).toBe(EXIT.usage);
  expect(JSON.parse(terminal.written.stderr)).toMatchObject({ error: { code: 'Usage', exitCode: 2 } });
});
