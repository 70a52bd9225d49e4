import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { runCli } from './cli-process.ts';
import { folderWith, openServer, type TestServer } from './local-helpers.ts';

const WORK = `
const { appendFileSync } = require('node:fs');
exports.handler = async ({ log }, { executionName }) => {
  appendFileSync(log, executionName + '\\n');
  await new Promise((done) => setTimeout(done, 100));
  return {};
};`;
const FLOW = `
version: v1
type: flow
steps:
  - { type: wait, name: rest, duration: 1 }
  - { type: task, name: work, resourceArn: "acs:fc:::services/t/functions/work" }
`;

let server: TestServer | undefined;
afterEach(() => server?.close());

test('a paused server lists, stops and purges, drives nothing, and goes on when it is told to', async () => {
  const dataFolder = folderWith({});
  const log = join(folderWith({}), 'log');
  const begun = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []);
  const functions = { 't/work.js': WORK };
  const options = { dataFolder, isEphemeral: false };
  const first = await openServer(functions, options);
  await first.call('CreateFlow', { Name: 'f', Definition: FLOW, Description: '', Type: 'FDL' });
  for (const ExecutionName of ['a', 'b'])
    await first.call('StartExecution', { FlowName: 'f', ExecutionName, Input: JSON.stringify({ log }) });
  const waitsEnd = Date.now() + 1_000;
  await first.close();
  const body = Buffer.from(
    `\u0000${JSON.stringify({ kind: 'start', flowName: 'f', executionName: 'c', input: JSON.stringify({ log }) })}`,
  );
  const database = new DatabaseSync(join(dataFolder, 'fdl.sqlite'));
  database.prepare('INSERT INTO messages VALUES (?, ?, ?)').run('m-1', 1, body);
  database.prepare('INSERT INTO messages VALUES (?, ?, ?)').run('m-2', 2, Buffer.alloc(0));
  database.close();

  server = await openServer(functions, { ...options, isPaused: true });
  const { api, call, lines } = server;
  expect(lines).toContain('paused: nothing is driven or delivered until `fdl admin unpause`');
  // A server that drives calls the function as soon as the waits of the executions are over.
  await sleep(waitsEnd + 300 - Date.now());
  expect(begun()).toEqual([]);
  const { Executions } = await call('ListExecutions', { FlowName: 'f' });
  expect(Executions.map(({ Name, Status }) => `${Name} ${Status}`).toSorted()).toEqual([
    'a Running',
    'b Running',
  ]);
  await call('StopExecution', { FlowName: 'f', ExecutionName: 'a' });
  await expect(call('StartExecution', { FlowName: 'f' })).rejects.toThrow(
    'The server is paused: it drives nothing until it is resumed',
  );
  const listed = await runCli(['admin', 'messages', '--endpoint', api]);
  expect(listed.stdout).toMatch(/m-1 .*start +f +c/);
  expect(listed.stdout).toMatch(/m-2 .*damaged .*message m-2 is damaged and set aside/);
  expect((await runCli(['admin', 'purge', '--all', '--endpoint', api])).stdout).toBe('2 dropped\n');
  expect((await runCli(['admin', 'messages', '--endpoint', api])).stdout).toBe('No messages.\n');
  expect((await runCli(['admin', 'unpause', '--endpoint', api])).stdout).toBe('The server goes on\n');
  const wait = { FlowName: 'f', WaitTimeSeconds: 10 };
  expect(await call('DescribeExecution', { ...wait, ExecutionName: 'a' })).toMatchObject({
    Status: 'Stopped',
  });
  expect(await call('DescribeExecution', { ...wait, ExecutionName: 'b' })).toMatchObject({
    Status: 'Succeeded',
  });
  expect(begun()).toEqual(['b']);
  expect((await runCli(['admin', 'unpause', '--endpoint', api])).stdout).toBe('The server was not paused\n');
  await call('StartExecution', { FlowName: 'f', ExecutionName: 'later', Input: JSON.stringify({ log }) });
});
