import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHandler } from '../../build/bundle.ts';
import { createBucket, objectStore, readObject, writeObject } from '../../examples/shared/object-store.ts';
import { createClient } from '../../src/cli/service/client.ts';
import { type Deployment, deploy } from './deployment.ts';
import { TEST_ACCOUNT } from './emulated/dynamodb.ts';

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

describe('Bundled functions, for items in objects,', () => {
  const store = () => objectStore(deployment);

  /** A flow that does `steps` with each line of an object and writes results, one line at a time. */
  const lines = (steps: string, bucket = 'lines') => `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {item: item}
    distributed:
      maxConcurrency: 1
      itemReader: {inputType: jsonl, bucket: ${bucket}, key: $.key}
      resultWriter: {bucket: lines, prefix: out}
    steps:
      - ${steps}
    errorMappings: [{target: why, source: $local.cause}]
    catch: [{errors: [FnF.ItemReaderFailed], goto: told}]
    end: true
  - {type: pass, name: told, outputMappings: [{target: why, source: $local.why}]}
`;
  const KEEP = '{type: pass, name: keep, outputMappings: [{target: got, source: $input.item}]}';

  beforeAll(() => createBucket(store(), 'lines'));

  async function outputOf(name: string, definition: string, key: string) {
    await call('CreateFlow', flow(name, definition));
    const end = await call('StartSyncExecution', { FlowName: name, Input: JSON.stringify({ key }) });
    expect(end).toMatchObject({ Status: 'Succeeded' });
    return JSON.parse(end.Output);
  }

  test('read them and write the results', async () => {
    await writeObject(store(), 'lines', 'good', '1\n2\n3\n');
    const { total, resultWriterDetails } = await outputOf('reads', lines(KEEP), 'good');
    expect(total).toBe(3);
    const { results } = JSON.parse(String(await readObject(store(), 'lines', resultWriterDetails.key)));
    const last = await readObject(store(), 'lines', `${results.prefix}batch-2.jsonl`);
    expect(String(last)).toBe('{"got":3}\n');
  });

  test('know an item that is broken', async () => {
    await writeObject(store(), 'lines', 'broken', '1\n{\n3\n');
    const { why } = await outputOf('broken', lines(KEEP), 'broken');
    expect(why).toMatch(/line 2/);
  });

  test('know a bucket that is missing', async () => {
    const { why } = await outputOf('nowhere', lines(KEEP, 'nowhere'), 'good');
    expect(why).toBe('There is no bucket nowhere');
  });

  test('know an object that has changed since its first item began', async () => {
    const sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint: deployment.queues, useQueueUrlAsEndpoint: false });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'held' }));
    await writeObject(store(), 'lines', 'changed', '1\n2\n');
    const held = `type: task
        name: hold
        resourceArn: acs:mns:::/queues/held/messages
        pattern: waitForCallback
        serviceParams: {MessageBody: $}
        inputMappings: [{target: token, source: $context.task.token}]`;
    const output = outputOf('changed', lines(held), 'changed');
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await writeObject(store(), 'lines', 'changed', '1\n3\n');
    const TaskToken = JSON.parse(Messages[0]?.Body ?? '').token;
    await call('ReportTaskSucceeded', { TaskToken, Output: '{}' });
    expect((await output).why).toMatch(/changed/);
    sqs.destroy();
  });
});
