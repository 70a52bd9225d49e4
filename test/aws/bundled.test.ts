import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleHandler } from '../../build/bundle.ts';
import { createClient } from '../../src/cli/service/client.ts';
import { type Deployment, deploy } from './deployment.ts';

// The handlers as they are uploaded, over the emulators. What bundling changes shows nowhere else: all other tests run the sources.

const COUNT = 'acs:fc:::services/deployment/functions/count';
const MISSING = 'acs:fc:::services/deployment/functions/missing';

const CALLS = `version: v1
type: flow
steps:
  - {type: task, name: count, resourceArn: "${COUNT}", outputMappings: [{target: n, source: $local.n}]}
  - type: task
    name: missing
    resourceArn: "${MISSING}"
    catch: [{errors: [FC.FunctionNotFound], goto: told}]
  - {type: pass, name: told}
outputMappings: [{target: n, source: $local.n}]
`;

const WAITS = 'version: v1\ntype: flow\nsteps:\n  - {type: wait, name: rest, duration: 7200}\n';

let folder: string;
let deployment: Deployment;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fdl-bundled-'));
  deployment = await deploy([], async (name) => {
    const outdir = join(folder, name);
    await bundleHandler(fileURLToPath(new URL(`../../lambdas/${name}.ts`, import.meta.url)), outdir);
    return (await import(join(outdir, 'index.mjs'))).handler;
  });
});
afterAll(async () => {
  await deployment[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const call: ReturnType<typeof createClient>['call'] = (operation, request) =>
  createClient({ endpoint: deployment.api }).call(operation, request);

const flow = (Name: string, Definition: string) => ({
  Name,
  Type: 'FDL' as const,
  Description: '',
  Definition,
});

test('Bundled functions drive an execution that catches the failure of a function by its name', async () => {
  await call('CreateFlow', flow('calls', CALLS));
  const end = await call('StartSyncExecution', { FlowName: 'calls', Input: '{"n":1}' });
  expect(end).toMatchObject({ Status: 'Succeeded', Output: '{"n":2}' });
});

test('Bundled functions know what a conditional write refuses', async () => {
  await call('CreateFlow', flow('once', WAITS));
  await expect(call('CreateFlow', flow('once', WAITS))).rejects.toThrow(/FlowAlreadyExists/);
  const started = { FlowName: 'once', ExecutionName: 'only' };
  const { StartedTime } = await call('StartExecution', started);
  expect(await call('StartExecution', started)).toMatchObject({ StartedTime });
});

test('Bundled functions keep schedules, and know one that is there from one that is not', async () => {
  await call('CreateFlow', flow('scheduled', WAITS));
  const key = { FlowName: 'scheduled', ScheduleName: 'often' };
  const schedule = { ...key, CronExpression: '@every 60m', Payload: '{}' };
  await call('CreateSchedule', schedule);
  await expect(call('CreateSchedule', schedule)).rejects.toThrow(/ScheduleAlreadyExists/);
  await call('DeleteSchedule', key);
  await expect(call('DeleteSchedule', key)).rejects.toThrow(/ScheduleNotExists/);
});
