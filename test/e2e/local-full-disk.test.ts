import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import type { Execution } from './chaos-clients.ts';
import { callApi, eventually, folderWith } from './local-helpers.ts';
import {
  killServerProcesses,
  type ServerProcess,
  startServerProcess,
  stopServerProcess,
} from './server-process.ts';

// Disks that are full or cannot be written to, made by the means of Linux.

const FLOW = `
version: v1
type: flow
steps:
  - { type: task, name: a, resourceArn: "acs:fc:::services/shop/functions/slow" }
  - { type: wait, name: rest, duration: 1 }
  - { type: task, name: b, resourceArn: "acs:fc:::services/shop/functions/slow" }
`;
const FUNCTIONS = {
  'shop/slow.js':
    'exports.handler = async (event) => { await new Promise((done) => setTimeout(done, 200)); return event }',
};

/** A disk of its own for the folder $0, filled until the file $1 exists; what is left of it is copied to $2. */
const SMALL_DISK = `
mount -t tmpfs -o size=8m tmpfs "$0" && head -c 5m /dev/zero > "$0/ballast" || exit 1
free="$1"; copy="$2"; shift 2
(while [ ! -e "$free" ]; do sleep 0.05; done; rm "$0/ballast") &
"$@" &
server=$!
trap 'kill -TERM $server' TERM
wait $server; wait $server
cp "$0"/fdl.sqlite* "$copy"
`;

const mayMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status === 0;
const mayLimit = spawnSync('prlimit', ['--version']).status === 0;

afterEach(killServerProcesses);

describe('on a full disk', () => {
  test.skipIf(!mayMount)(
    'the server refuses what it cannot keep, and goes on when there is room',
    async () => {
      const [data, copy] = [folderWith({}), folderWith({})];
      const free = join(copy, 'free');
      const under = ['unshare', '-rm', 'sh', '-c', SMALL_DISK, data, free, copy];
      const server = await openServer(data, under);
      await expectOutlived(server, data, 'the disk is full', () => writeFileSync(free, ''));
      await stopServerProcess(server, 'SIGTERM');
      expectIntact(copy);
    },
    90_000,
  );

  test.skipIf(!mayLimit)(
    'so does one whose files may not grow any more',
    async () => {
      const data = folderWith({});
      const server = await openServer(data);
      const limit = (size: string) =>
        expect(spawnSync('prlimit', ['--pid', String(server.child.pid), `--fsize=${size}:`]).status).toBe(0);
      const ended = await startOne(server, 'before');
      await callApi(server.api, 'DescribeExecution', { ...ended, WaitTimeSeconds: 20 });
      limit('300000');
      await expectOutlived(server, data, 'reading or writing failed', () => limit('unlimited'));
      expect(await stopServerProcess(server, 'SIGTERM')).toBe(0);
      expectIntact(data);
    },
    90_000,
  );

  test.skipIf(!mayLimit)('a server that cannot begin says where and why', async () => {
    const data = folderWith({});
    const under = ['prlimit', '--fsize=2000'];
    await expect(startServerProcess(data, folderWith({}), {}, under)).rejects.toThrow(
      `Data in ${data}: reading or writing failed; the disk is full, broken or gone`,
    );
  });
});

test.skipIf(!mayMount)(
  'a folder on a disk that is only read is refused, with folder and reason',
  async () => {
    const data = folderWith({});
    const under = ['unshare', '-rm', 'sh', '-c', 'mount -t tmpfs -o ro tmpfs "$0" && exec "$@"', data];
    await expect(startServerProcess(data, folderWith({}), {}, under)).rejects.toThrow(
      `Data folder ${data} cannot be written to: EROFS`,
    );
  },
);

/** Fills the disk with executions, has room made, and finds everything that was answered. */
async function expectOutlived(
  server: ServerProcess,
  data: string,
  reason: string,
  makeRoom: () => void,
): Promise<void> {
  const { api } = server;
  const answered: Execution[] = [];
  let refusal: unknown;
  for (let at = 0; refusal === undefined && at < 2_000; at++) {
    await startOne(server, `run-${at}`).then(
      (execution) => answered.push(execution),
      (error) => {
        refusal = error;
      },
    );
  }
  expect(String(refusal)).toContain('"Code":"InternalServerError"');
  expect(String(refusal)).toContain(`Data in ${data}: ${reason}`);
  expect(answered.length).toBeGreaterThan(0);
  for (const execution of answered) await callApi(api, 'DescribeExecution', execution);

  makeRoom();

  await eventually(() => startOne(server, 'after').catch(() => undefined));
  for (const execution of answered) {
    const { Status } = await callApi(api, 'DescribeExecution', { ...execution, WaitTimeSeconds: 60 });
    const { Events } = await callApi(api, 'GetExecutionHistory', { ...execution, Limit: 999 });
    expect({ ...execution, Status }).toEqual({ ...execution, Status: 'Succeeded' });
    expect(Events.map(({ EventId }) => EventId)).toEqual(Events.map((_, index) => index + 1));
  }
}

async function openServer(data: string, under: readonly string[] = []): Promise<ServerProcess> {
  const server = await startServerProcess(data, folderWith(FUNCTIONS), {}, under);
  await callApi(server.api, 'CreateFlow', { Name: 'work', Definition: FLOW, Description: '', Type: 'FDL' });
  return server;
}

async function startOne({ api }: ServerProcess, ExecutionName: string): Promise<Execution> {
  const execution = { FlowName: 'work', ExecutionName };
  const Input = JSON.stringify({ text: randomBytes(8_000).toString('base64') });
  await callApi(api, 'StartExecution', { ...execution, Input });
  return execution;
}

function expectIntact(folder: string): void {
  const database = new DatabaseSync(join(folder, 'fdl.sqlite'));
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  database.close();
}
