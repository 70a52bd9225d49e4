import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../helpers/free-port.ts';
import { wholeVariable } from '../helpers/whole-number.ts';
import { type CliProcess, exitCode, firstLine, PROGRAM, spawnCli } from './cli-process.ts';
import { eventually, folderWith } from './local-helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-streams-'));
const definition = join(folder, 'f.yaml');
const functions = folderWith({
  't/speak.js': 'exports.handler = () => { console.log("spoken"); return { ok: true }; };',
  't/flood.js':
    'exports.handler = () => { for (let n = 0; n < 400; n++) console.log("x".repeat(9_000)); return { ok: true }; };',
});
const SPEAK =
  'version: v1\ntype: flow\nsteps:\n  - {type: task, name: t, resourceArn: "acs:fc:::services/t/functions/speak"}\n';
const running: CliProcess[] = [];

/** What may become of the output of a server: in groups of three, the worst of each first. */
const REDIRECTIONS = [
  '>/dev/full 2>&1',
  '>/dev/full',
  '2>/dev/full',
  '<&- >&- 2>&-',
  '>&-',
  '2>&-',
  '> >(true) 2>&1',
  '> >(true)',
  '2> >(true)',
  '> >(sleep 60)',
];

/** Each of them takes a server: `npm test` tries one of a group, `npm run test:long` all. */
const STRIDE = wholeVariable('FDL_REDIRECTION_STRIDE', 1, 3);

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(running.splice(0).map(exitCode));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(functions, { recursive: true });
});

/** Runs a shell line in which `fdl` is the program; answers its exit code and what came on standard error. */
async function shell(line: string, env: Readonly<Record<string, string>> = {}) {
  const fdl = `fdl() { "${process.execPath}" "${PROGRAM}" "$@"; }`;
  const child = spawn('bash', ['-c', `${fdl}; ${line}`], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}

describe('a command', () => {
  let server: CliProcess;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    writeFileSync(definition, 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: p}\n');
    server = spawnCli(['dev', '--port', '0', '--queue-port', '0', '--ephemeral', '--json']);
    env = { FDL_ENDPOINT: JSON.parse(await firstLine(server)).api };
    expect(
      await shell(`fdl flow create f --definition ${definition} && fdl start f --name e --wait`, env),
    ).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    server.kill('SIGTERM');
    await exitCode(server);
  });

  const PRINTING = ['--help', 'list', 'describe f e --json', 'start f --follow', `validate ${definition}`];

  test.each(PRINTING)('whose output meets a full device says so in a sentence: fdl %s', async (command) => {
    const { code, stderr } = await shell(`fdl ${command} > /dev/full`, env);
    expect(code).toBe(74);
    const message = 'the output cannot be written: no space left on device';
    if (command.includes('--json'))
      expect(JSON.parse(stderr).error).toEqual({ code: 'OutputFailed', message, exitCode: 74 });
    else expect(stderr).toBe(`fdl: ${message}\n`);
  });

  test.each(['--version', 'list', 'history f e --follow --json'])(
    'whose reader has gone ends without a word: fdl %s',
    async (command) => {
      // The reader is gone before the program begins.
      const { stdout, stderr } = await shell(
        `exec 3>&1 4> >(true); wait $!; fdl ${command} >&4; echo "code $?" >&3`,
        env,
      );
      expect({ stdout, stderr }).toEqual({ stdout: 'code 74\n', stderr: '' });
    },
  );

  test.each(['2>/dev/full', '2>&-'])(
    'that cannot tell its problem keeps its exit code: %s',
    async (redirection) => {
      expect(await shell(`fdl describe f unknown ${redirection}`, env)).toEqual({
        code: 3,
        stdout: '',
        stderr: '',
      });
    },
  );
});

describe('a server', () => {
  /** Starts a server with these streams, on known ports, and answers the address of its API. */
  async function serve(redirection: string): Promise<{ readonly api: string; readonly child: CliProcess }> {
    const port = await freePort();
    const args = `dev --port ${port} --queue-port 0 --ephemeral --functions ${functions}`;
    const child = spawn('bash', ['-c', `exec "${process.execPath}" "${PROGRAM}" ${args} ${redirection}`], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    running.push(child);
    const api = `http://127.0.0.1:${port}`;
    return { api, child };
  }

  const untilHealthy = (api: string) =>
    eventually(async () => (await fetch(`${api}/healthz`).catch(() => undefined))?.status);

  async function call(api: string, operation: string, request: object) {
    const answer = await fetch(`${api}/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  }

  async function expectToServe(api: string, child: CliProcess, fn = 'speak') {
    await untilHealthy(api);
    const Definition = SPEAK.replace('speak', fn);
    await call(api, 'CreateFlow', { Name: fn, Type: 'FDL', Description: '', Definition });
    for (let run = 0; run < 3; run++)
      expect(await call(api, 'StartSyncExecution', { FlowName: fn })).toMatchObject({ Status: 'Succeeded' });
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    expect(await exitCode(child)).toBe(0);
  }

  test.each(REDIRECTIONS.filter((_, at) => at % STRIDE === 0))(
    'serves whatever becomes of its output: %s',
    async (redirection) => {
      const { api, child } = await serve(redirection);
      await expectToServe(api, child);
    },
  );

  test('serves on when the readers of its output go away', async () => {
    const { api, child } = await serve('');
    await untilHealthy(api);
    child.stdout.destroy();
    child.stderr.destroy();
    await expectToServe(api, child);
  });

  test('serves on when the output of its functions has no reader', async () => {
    const { api, child } = await serve('');
    child.stderr.pause();
    await expectToServe(api, child, 'flood');
  });

  test('that cannot start ends with an error, also when its streams are closed', async () => {
    const port = await freePort();
    const taken = createServer().listen(port, '127.0.0.1');
    const args = `dev --port ${port} --queue-port 0 --ephemeral`;
    const redirections = ['<&- >&- 2>&-', '', '> >(true) 2>&1', '>/dev/full 2>&1'];
    for (const redirection of redirections.filter((_, at) => at % STRIDE === 0))
      expect(await shell(`fdl ${args} ${redirection}`)).toMatchObject({ code: 1 });
    taken.close();
  });
});
