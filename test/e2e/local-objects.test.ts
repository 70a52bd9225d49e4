import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { readExamples } from '../../examples/runner/example.ts';
import { createFlows } from '../../examples/runner/run-case.ts';
import { serverHome } from '../../examples/runner/server-home.ts';
import { createBucket, objectStore, readObject, writeObject } from '../../examples/shared/object-store.ts';
import type { EventView } from '../../src/api/contract.ts';
import { startServer } from '../../src/local/start-server.ts';
import { exitCode, firstLine, runCli, spawnCli } from './cli-process.ts';
import { callApi, eventually } from './local-helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'fdl-objects-e2e-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('fdl dev starts a flow when any S3 client uploads an object that a rule names', async () => {
  const [flows, rules] = [join(folder, 'flows'), join(folder, 'uploads.json')];
  mkdirSync(flows, { recursive: true });
  writeFileSync(
    join(flows, 'greet.yaml'),
    'version: v1\ntype: flow\nsteps:\n  - {type: succeed, name: done}\n',
  );
  writeFileSync(rules, '[{"bucket":"letters","prefix":"in/","suffix":".txt","flow":"greet"}]');
  const ports = ['--port', '0', '--queue-port', '0', '--object-port', '0'];
  const server = spawnCli(['dev', ...ports, '--ephemeral', '--json', '--flows', flows, '--uploads', rules]);
  const { api, objects } = JSON.parse(await firstLine(server));
  const s3 = objectStore({ objects });
  await writeObject(s3, 'letters', 'in/hello.txt', 'hello');
  await writeObject(s3, 'letters', 'out/bye.txt', 'bye');
  await writeObject(s3, 'letters', 'in/stamp.png', 'png');

  const { Executions } = await callApi(api, 'ListExecutions', { FlowName: 'greet' });
  const inputs = Executions.map(({ Input }) => JSON.parse(Input));
  expect(inputs).toMatchObject([{ bucket: { name: 'letters' }, object: { key: 'in/hello.txt', size: 5 } }]);
  server.kill('SIGTERM');
  expect(await exitCode(server)).toBe(0);
});

test('a file of rules that cannot be read is wrong usage', async () => {
  const { code, stderr } = await runCli(['dev', '--uploads', join(folder, 'none.json')]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--uploads: .*none\.json/);
});

test('a transfer that a stop interrupts goes on with the chunks that are missing', async () => {
  const example = readExamples().find(({ name }) => name === 'region-transfer');
  if (example === undefined) throw new Error('The example is gone.');
  const options = {
    host: '127.0.0.1',
    port: 0,
    queuePort: 0,
    objectPort: 0,
    uploads: example.uploads,
    isEphemeral: false,
    dataFolder: folder,
    functionFolders: [fileURLToPath(new URL('functions', example.folder))],
    flowFolders: [],
    limits: 'default',
    write: () => {},
  } as const;
  const body = Buffer.alloc(6_000_000, 'way ');
  const before = await startServer(options);
  await createFlows(serverHome(before.api, AbortSignal.timeout(20_000)), example);
  const s3 = objectStore(before);
  await createBucket(s3, 'assets-silicon-valley');
  await writeObject(s3, 'assets-shanghai', 'stormy/sea.bin', body);
  const { Executions } = await callApi(before.api, 'ListExecutions', { FlowName: 'region-transfer' });
  const key = { FlowName: 'region-transfer', ExecutionName: Executions[0]?.Name ?? '' };
  const eventsAt = async (api: string): Promise<readonly EventView[]> =>
    (await callApi(api, 'GetExecutionHistory', { ...key, Limit: 99 })).Events;
  // One chunk has arrived, the other waits for its next attempt.
  await eventually(async () => {
    const types = (await eventsAt(before.api))
      .filter(({ StepName }) => StepName === 'CopyChunk')
      .map(({ Type }) => Type);
    return (types.includes('TaskSucceeded') && types.includes('TaskFailed')) || undefined;
  });
  await before.close();

  const after = await startServer(options);
  try {
    const { Status } = await callApi(after.api, 'DescribeExecution', { ...key, WaitTimeSeconds: 20 });
    expect(Status).toBe('Succeeded');
    const copied = (await eventsAt(after.api)).filter(
      ({ StepName, Type }) => StepName === 'CopyChunk' && Type === 'TaskSucceeded',
    );
    expect(copied).toHaveLength(2);
    const target = objectStore(after);
    expect((await readObject(target, 'assets-silicon-valley', 'stormy/sea.bin')).equals(body)).toBe(true);
    const { KeyCount } = await target.send(new ListObjectsV2Command({ Bucket: 'assets-silicon-valley' }));
    expect(KeyCount).toBe(1);
  } finally {
    await after.close();
  }
});
