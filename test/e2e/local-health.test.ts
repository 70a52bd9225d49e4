import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliProcess, exitCode, firstLine, spawnCli } from './cli-process.ts';
import { eventually } from './local-helpers.ts';
import { STOPS_WITHIN_MS, stopServer } from './stop-server.ts';

let folder: string;
let server: CliProcess;
let api: string;
let queues: string;
const sockets: Socket[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-health-'));
  server = spawnCli(['dev', '--port', '0', '--queue-port', '0', '--data', folder, '--json']);
  ({ api, queues } = JSON.parse(await firstLine(server)));
  const Definition = 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: p}\n';
  await call('CreateFlow', { Name: 'f', Type: 'FDL', Description: '', Definition });
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.kill('SIGKILL');
  await exitCode(server);
  rmSync(folder, { recursive: true });
});

async function call(operation: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${api}/${operation}`, { method: 'POST', headers, body: JSON.stringify(body) });
  await answer.text();
  return answer.status;
}

const health = async (path: string) => {
  const answer = await fetch(`${api}${path}`);
  return { status: answer.status, body: await answer.json() };
};

/** Connects, sends, and says no more. */
async function hold(url: string, text: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  sockets.push(socket);
  await new Promise((done) => socket.once('connect', done));
  socket.write(text);
}

describe('the health of a server', () => {
  test.runIf(existsSync('/usr/bin/prlimit'))(
    'is that it can keep what it is given: 503 with the reason while it cannot, 200 again afterwards',
    async () => {
      for (const path of ['/healthz', '/readyz'])
        expect(await health(path)).toEqual({ status: 200, body: { status: 'ok' } });
      const { size } = statSync(join(folder, 'fdl.sqlite-wal'));
      const limit = (bytes: string) =>
        execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}`]);
      limit(`${size}:unlimited`);
      expect(await call('StartExecution', { FlowName: 'f', Input: { pad: 'x'.repeat(50_000) } })).toBe(500);
      for (const path of ['/healthz', '/readyz'])
        expect(
          await eventually(async () => ((await health(path)).status === 503 ? health(path) : undefined)),
        ).toMatchObject({
          body: { status: 'failing', reason: expect.stringContaining('disk is full') },
        });
      limit('unlimited:unlimited');
      await eventually(async () => ((await health('/healthz')).status === 200 ? true : undefined));
      expect(await call('StartExecution', { FlowName: 'f', Input: { pad: 'x'.repeat(50_000) } })).toBe(200);
    },
  );
});

describe('clients that stop in the middle', () => {
  const HEAD = 'POST /StartExecution HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';

  test('keep no other client out, however many they are', async () => {
    for (let client = 0; client < 2_100; client++) await hold(api, `${HEAD}Content-Length: 99\r\n\r\n{`);
    expect(await call('StartExecution', { FlowName: 'f' })).toBe(200);
  });

  test('keep no other client out with large bodies', async () => {
    const half = 'x'.repeat(900_000);
    for (let client = 0; client < 160; client++)
      await hold(api, `${HEAD}Content-Length: 1000000\r\n\r\n${half}`);
    expect(await call('StartExecution', { FlowName: 'f' })).toBe(200);
  });

  test.each([
    '',
    'POST / HTTP/1.1\r\nHost: 1',
    `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{`,
  ])('do not keep the server from ending: %j', async (text) => {
    for (const url of [api, queues]) await hold(url, text);
    const { code, milliseconds } = await stopServer(server);
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(STOPS_WITHIN_MS);
  });
});
