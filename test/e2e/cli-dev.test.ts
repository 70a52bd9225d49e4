import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CONSOLE_FOLDER, isConsoleBuilt } from '../../src/local/console-files.ts';
import { type CliProcess, exitCode, firstLine, runCli, spawnCli } from './cli-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-dev-'));
const ANY_PORTS = ['--port', '0', '--queue-port', '0'];
let running: CliProcess[] = [];

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(running.map(exitCode));
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

function dev(args: readonly string[], env: Readonly<Record<string, string>> = {}): CliProcess {
  const child = spawnCli(['dev', ...args], env);
  running.push(child);
  return child;
}

test('with --json the first line is exactly the addresses, and they are served', async () => {
  const line = await firstLine(dev([...ANY_PORTS, '--ephemeral', '--json']));
  const ready: unknown = JSON.parse(line);
  expect(ready).toEqual({
    ready: true,
    ...(isConsoleBuilt(CONSOLE_FOLDER) && {
      console: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/console\/$/),
    }),
    api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    queues: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  });
  expect(line).toBe(JSON.stringify(ready));
  const { api } = JSON.parse(line);
  expect(await runCli(['flow', 'list', '--endpoint', api])).toEqual({
    code: 0,
    stdout: 'No flows.\n',
    stderr: '',
  });
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends the server with exit code 0', async (signal) => {
  const child = dev([...ANY_PORTS, '--data', folder, '--json']);
  await firstLine(child);
  child.kill(signal);
  expect(await exitCode(child)).toBe(0);
});

test('every flag can be a variable', async () => {
  const env = { FDL_PORT: '0', FDL_QUEUE_PORT: '0', FDL_EPHEMERAL: 'true', FDL_JSON: 'true' };
  expect(JSON.parse(await firstLine(dev([], env)))).toMatchObject({ ready: true });
});

test('people see the addresses and commands to try', async () => {
  const child = dev([...ANY_PORTS, '--ephemeral']);
  expect(await firstLine(child)).toMatch(/^fdl \d+\.\d+\.\d+ is ready$/);
});

test('a second server on the same data folder refuses to start', async () => {
  await firstLine(dev([...ANY_PORTS, '--data', folder, '--json']));
  const second = await runCli(['dev', ...ANY_PORTS, '--data', folder]);
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/^fdl: fdl dev cannot start: .*\n$/);
  expect(second.stderr).toContain(folder);
});

test('a port that is taken is named', async () => {
  const { api } = JSON.parse(await firstLine(dev([...ANY_PORTS, '--ephemeral', '--json'])));
  const { port } = new URL(api);
  const second = await runCli(['dev', '--port', port, '--queue-port', '0', '--ephemeral']);
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(new RegExp(`^fdl: .*${port}.*\n$`));
});

test('with keys set, calls without them are refused and calls with them served', async () => {
  const env = { FDL_ACCESS_KEY_ID: 'me', FDL_ACCESS_KEY_SECRET: 'secret' };
  const { api } = JSON.parse(await firstLine(dev([...ANY_PORTS, '--ephemeral', '--json'], env)));
  expect((await runCli(['flow', 'list', '--endpoint', api])).code).toBe(3);
  expect((await runCli(['flow', 'list', '--endpoint', api], { env })).code).toBe(0);
});

test('--examples loads the examples, ready to be started', async () => {
  const { api } = JSON.parse(await firstLine(dev([...ANY_PORTS, '--ephemeral', '--examples', '--json'])));
  const { stdout } = await runCli(['flow', 'list', '--json', '--endpoint', api]);
  const names = JSON.parse(stdout).Flows.map(({ Name }: { Name: string }) => Name);
  expect(names).toContain('order-fan-out');
  const input = '@examples/order-fan-out/input.json';
  const started = await runCli(['start', 'order-fan-out', '--input', input, '--wait', '--endpoint', api]);
  expect(started.stdout).toContain('Succeeded after');
  expect(started.code).toBe(0);
});
