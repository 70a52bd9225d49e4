import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { untilPasses } from '../helpers/until-passes.ts';
import { type CliProcess, exitCode, firstLine, PROGRAM } from './cli-process.ts';
import { eventually, folderWith } from './local-helpers.ts';
import { STOPS_WITHIN_MS, stopServer } from './stop-server.ts';

const functions = folderWith({
  't/die.js': 'exports.handler = (event) => { if (event.die) process.exit(3); return { ok: true }; };',
  't/loop.js': 'exports.handler = () => { for (;;); };',
});
const servers: CliProcess[] = [];

/** As few as a server can work with. */
const DESCRIPTORS = 120;

afterAll(async () => {
  for (const server of servers) server.kill('SIGKILL');
  await Promise.all(servers.map(exitCode));
  rmSync(functions, { recursive: true });
});

async function serve(descriptors: number) {
  const args = `dev --port 0 --queue-port 0 --ephemeral --json --functions ${functions}`;
  const line = `ulimit -n ${descriptors}; exec "${process.execPath}" "${PROGRAM}" ${args}`;
  const server: CliProcess = spawn('bash', ['-c', line], { stdio: ['pipe', 'pipe', 'pipe'] });
  servers.push(server);
  const { api, queues } = JSON.parse(await firstLine(server)) as { api: string; queues: string };
  const call = async (operation: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${api}/${operation}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  };
  for (const name of ['die', 'loop']) {
    const step = `{type: task, name: t, resourceArn: "acs:fc:::services/t/functions/${name}"}`;
    const Definition = `version: v1\ntype: flow\nsteps:\n  - ${step}\n`;
    await call('CreateFlow', { Name: name, Type: 'FDL', Description: '', Definition });
  }
  return { server, api, queues, call };
}

test('more clients than descriptors keep neither functions nor others from their work, and leave no harm', async () => {
  const { api, queues, call } = await serve(DESCRIPTORS);
  const run = (Input: object) => call('StartSyncExecution', { FlowName: 'die', Input });
  expect(await run({})).toMatchObject({ Status: 'Succeeded' });
  const sockets: Socket[] = [];
  for (let client = 0; client < 300; client++) {
    const { port } = new URL(client % 2 === 0 ? api : queues);
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n'));
    socket.on('error', () => {});
    sockets.push(socket);
  }
  // A server that is short of connections may refuse another one while these come in: half of its descriptors are for the API.
  await untilPasses(() => {
    const open = sockets.filter((socket, client) => client % 2 === 0 && !socket.closed);
    expect(open.length).toBeLessThanOrEqual(DESCRIPTORS / 2);
  });
  const healed = async () => {
    expect(await run({ die: true })).toMatchObject({ Status: 'Failed' });
    const again = await eventually(async () => {
      const ended = await run({});
      return ended['Status'] === 'Succeeded' ? ended : undefined;
    });
    expect(again).toMatchObject({ Status: 'Succeeded' });
  };
  await healed();
  for (const socket of sockets) socket.destroy();
  await healed();
  expect((await fetch(`${api}/readyz`)).status).toBe(200);
});

test('SIGTERM ends a server within five seconds beside a function that loops and polls that wait', async () => {
  const { server, queues, call } = await serve(1_000);
  await call('StartExecution', { FlowName: 'loop', ExecutionName: 'run' });
  const sqs = (action: string, body: object) =>
    fetch(queues, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body: JSON.stringify(body),
    });
  await sqs('CreateQueue', { QueueName: 'q' });
  const QueueUrl = `${queues}/000000000000/q`;
  const polls = [
    sqs('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }),
    call('DescribeExecution', { FlowName: 'loop', ExecutionName: 'run', WaitTimeSeconds: 60 }),
    call('StartSyncExecution', { FlowName: 'loop' }),
  ].map((poll) => poll.catch(() => undefined));
  await eventually(async () => {
    const { Executions } = (await call('ListExecutions', { FlowName: 'loop' })) as { Executions: object[] };
    return Executions.length === 2 ? true : undefined;
  });
  const { code, milliseconds } = await stopServer(server);
  expect(code).toBe(0);
  expect(milliseconds).toBeLessThan(STOPS_WITHIN_MS);
  await Promise.all(polls);
});
