import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { eventually, folderWith, openServer, type TestServer } from './local-helpers.ts';

const QUICK = 'version: v1\ntype: flow\nsteps:\n  - {type: pass, name: one}\n';
const LONG = 'version: v1\ntype: flow\nsteps:\n  - {type: wait, name: long, duration: 86400}\n';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

test('Executions are kept for so many days after their end, and those that run for ever', async () => {
  const options = { isEphemeral: false, dataFolder: folderWith({}) };
  server = await openServer({}, options);
  expect((await server.run(QUICK)).Status).toBe('Succeeded');
  await server.call('CreateFlow', { Name: 'long', Definition: LONG, Description: '', Type: 'FDL' });
  await server.call('StartExecution', { FlowName: 'long', ExecutionName: 'run' });
  await server.close();

  server = await openServer({}, { ...options, retentionDays: 1 });
  const { call } = server;
  expect((await call('ListExecutions', { FlowName: 'flow-1' })).Executions).toHaveLength(1);
  await server.close();

  // A time counts once two readings an hour apart have shown it: here an earlier process has seen them.
  writeFileSync(join(options.dataFolder, 'confirmed-time'), String(Date.now() + 1_000));
  server = await openServer({}, { ...options, retentionDays: 0 });
  const again = server;
  await eventually(async () => {
    const { Executions } = await again.call('ListExecutions', { FlowName: 'flow-1' });
    return Executions.length === 0 ? true : undefined;
  });
  const described = again.call('DescribeExecution', { FlowName: 'flow-1', ExecutionName: 'run' });
  await expect(described).rejects.toThrow('ExecutionNotExists');
  expect((await again.call('DescribeExecution', { FlowName: 'long', ExecutionName: 'run' })).Status).toBe(
    'Running',
  );
});
