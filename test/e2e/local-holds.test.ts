import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { runCli } from './cli-process.ts';
import { callApi, folderWith } from './local-helpers.ts';
import {
  killServerProcesses,
  type ServerProcess,
  spawnServer,
  startServerProcess,
} from './server-process.ts';

afterEach(killServerProcesses);

/** Ends the server whose process id a file tells; there is no file once it is mended. */
const DEADLY = `
const { readFileSync } = require('node:fs');
exports.handler = async ({ file }) => {
  const pid = Number(readFileSync(file, 'utf8'));
  if (pid === 0) return { mended: true };
  process.kill(pid, 'SIGKILL');
  await new Promise(() => {});
};`;

const FLOW = `
version: v1
type: flow
steps:
  - type: task
    name: kill
    resourceArn: acs:fc:::services/t/functions/deadly
    inputMappings: [{ target: file, source: $input.file }]
`;
const WELL = 'version: v1\ntype: flow\nsteps:\n  - { type: wait, name: w, duration: 1 }\n';
const RUN = { FlowName: 'deadly', ExecutionName: 'run' };

/** A folder with an execution that has ended three servers in a row, and what tells the next ones how to go on. */
async function deadlyFolder() {
  const [data, functions] = [folderWith({}), folderWith({ 't/deadly.js': DEADLY })];
  const file = join(folderWith({}), 'pid');
  const first = await startServerProcess(data, functions);
  writeFileSync(file, String(first.child.pid));
  for (const [Name, Definition] of [['deadly', FLOW] as const, ['well', WELL] as const])
    await callApi(first.api, 'CreateFlow', { Name, Definition, Description: '', Type: 'FDL' });
  const ended = once(first.child, 'exit');
  await callApi(first.api, 'StartExecution', { FlowName: 'well', ExecutionName: 'beside' });
  await callApi(first.api, 'StartExecution', { ...RUN, Input: JSON.stringify({ file }) }).catch(() => {});
  await ended;
  for (let start = 2; start <= 3; start += 1) {
    const child = spawnServer(data, functions);
    writeFileSync(file, String(child.pid));
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
  }
  const server = await startServerProcess(data, functions);
  return { server, file };
}

const HELD = 'execution run of flow deadly is held: the server ended 3 times in a row while it was at it';

async function stalled({ api }: ServerProcess) {
  const { Executions } = await callApi(api, 'ListStalledExecutions', { FlowName: 'deadly' });
  return Executions;
}

test('an execution at which three servers in a row ended is held and named, and all else goes on', async () => {
  const { server } = await deadlyFolder();
  expect(server.said()).toContain(HELD);
  const beside = { FlowName: 'well', ExecutionName: 'beside', WaitTimeSeconds: 10 };
  expect(await callApi(server.api, 'DescribeExecution', beside)).toMatchObject({ Status: 'Succeeded' });
  expect(await callApi(server.api, 'DescribeExecution', RUN)).toMatchObject({ Status: 'Running' });
  expect(await stalled(server)).toMatchObject([{ ExecutionName: 'run', WaitsFor: 'Task', HoldReason: HELD }]);
  await callApi(server.api, 'StopExecution', RUN);
  expect(await callApi(server.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 10 })).toMatchObject({
    Status: 'Stopped',
  });
});

test('an execution that is held goes on once an operator resumes it', async () => {
  const { server, file } = await deadlyFolder();
  writeFileSync(file, '0');
  const { stdout } = await runCli(['admin', 'stalled', 'deadly', '--endpoint', server.api]);
  expect(stdout).toContain(HELD);
  await runCli(['admin', 'resume', 'deadly', 'run', '--endpoint', server.api]);
  expect(await callApi(server.api, 'DescribeExecution', { ...RUN, WaitTimeSeconds: 10 })).toMatchObject({
    Status: 'Succeeded',
  });
  expect(await stalled(server)).toEqual([]);
});
