import { readFileSync } from 'node:fs';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../examples/runner/example.ts';
import { type CaseRun, runExamples } from '../../examples/runner/run-examples.ts';
import { serverHome } from '../../examples/runner/server-home.ts';
import { createClient } from '../../src/cli/service/client.ts';
import { inAnyInterleaving, type RecordedEvent } from '../helpers/any-interleaving.ts';
import { Alicloud } from '../helpers/api-alicloud-client.ts';
import { comparableHistory } from '../helpers/comparable-history.ts';
import { objectCreatedEvent } from '../helpers/example-stacks.ts';
import { problemsOfRecorded } from '../helpers/record-and-run.ts';
import { schemaProblems } from '../helpers/status-events.ts';
import { untilPasses } from '../helpers/until-passes.ts';
import { ACCESS_KEY, type Deployment, deploy } from './deployment.ts';
import { TEST_ACCOUNT } from './emulated/dynamodb.ts';
import { deployedOn } from './iam/deployed.ts';
import { flowTemplate, withFlowRoles } from './iam/flow-roles.ts';
import { requests } from './iam/recorder.ts';
import { ENCRYPTIONS, replay, replayFlows, replayRoleless, replayTimers } from './iam/replay.ts';

// The handlers of a deployment in this process, over the real SDK and emulators of everything they use.

// A minute on an idle machine is several on a busy one.
const PATIENCE = 300_000;

/** Executions that are recorded: more than these. */
const ENOUGH = 10;

const examples = readExamples();
let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy(examples);
});
afterAll(async () => {
  await deployment[Symbol.asyncDispose]();
}, PATIENCE);

describe('the examples on the AWS home', () => {
  let runs: readonly CaseRun[];

  beforeAll(async () => {
    const { objects, release, fireSchedules } = deployment;
    const parts = { objects, release, hasSchedules: true, fireSchedules };
    const home = serverHome(deployment.api, AbortSignal.timeout(PATIENCE), parts);
    runs = await runExamples(examples, withFlowRoles(home), deployment, {
      onEvents: () => {},
      onEnd: () => {},
    });
  }, PATIENCE);

  test('end as expected', () => {
    const problems = runs.filter(({ state }) => state !== 'skipped').flatMap(({ problems }) => problems);
    expect(problems).toEqual([]);
    expect(runs.filter(({ state }) => state === 'ended').length).toBeGreaterThan(10);
  });

  test.each(examples)('$name leaves its recorded histories', (example) => {
    const recorded: Readonly<Record<string, readonly RecordedEvent[]>> = JSON.parse(
      readFileSync(new URL('history.json', example.folder), 'utf8'),
    );
    for (const { expected, outcome } of runs.filter((run) => run.example === example.name)) {
      if (outcome === undefined) continue;
      const actual: RecordedEvent[] = JSON.parse(comparableHistory(outcome.events));
      const wanted = recorded[expected.name] ?? [];
      expect(inAnyInterleaving(actual), expected.name).toEqual(inAnyInterleaving(wanted));
    }
  });

  test('are recorded as cases that go as they went', async () => {
    const client = createClient({ endpoint: deployment.api });
    const flows = new Set(runs.filter(({ state }) => state === 'ended').map(({ flowName }) => flowName));
    let recorded = 0;
    for (const FlowName of flows) {
      if (recorded > ENOUGH) break;
      const { Executions } = await client.call('ListExecutions', { FlowName, Limit: 2, MetadataOnly: true });
      for (const { Name: ExecutionName, Status } of Executions) {
        if (Status === 'Running') continue;
        const key = { FlowName, ExecutionName };
        const { RedriveCount = 0 } = await client.call('DescribeExecution', key);
        // A case is of one way from start to end.
        if (RedriveCount > 0) continue;
        expect(await problemsOfRecorded(client, key), `${FlowName} ${ExecutionName}`).toEqual([]);
        recorded++;
      }
    }
    expect(recorded).toBeGreaterThan(ENOUGH);
  });
});

const WAIT_A_SECOND = `
version: v1
type: flow
steps:
  - {type: wait, name: rest, duration: 1}
  - {type: succeed, name: done}
`;

/** Its output is its input. */
const HAND_ON = `
version: v1
type: flow
steps:
  - type: pass
    name: keep
    outputMappings: [{target: text, source: $input.text}]
`;

/** One task for each kind of target, called side by side; that none of them exists does not matter to policies. */
const ALL_KINDS = `
version: v1
type: flow
steps:
  - type: parallel
    name: all
    branches:
      - steps: [{type: task, name: f, resourceArn: "acs:fc:::services/no/functions/body"}]
      - steps: [{type: task, name: q, resourceArn: "acs:mns:::/queues/nobody/messages", serviceParams: {MessageBody: $}}]
      - steps: [{type: task, name: t, resourceArn: "acs:mns:::/topics/nobody/messages", serviceParams: {MessageBody: $}}]
`;

/** A function for which no driver waits, more often than Lambda lets a function call itself. */
const ROUNDS = `
version: v1
type: flow
steps:
  - type: task
    name: count
    resourceArn: acs:fc:::services/deployment.replies-60s/functions/count
  - type: choice
    name: again
    choices: [{condition: $.n < 20, goto: count}]
  - type: succeed
    name: done
`;

/** A function and a queue. */
const TRACED = `
version: v1
type: flow
steps:
  - {type: task, name: count, resourceArn: "acs:fc:::services/deployment/functions/count"}
  - {type: task, name: tell, resourceArn: "acs:mns:::/queues/traced/messages", serviceParams: {MessageBody: hello}}
`;

/** The execution once it has ended. */
async function ended(FlowName: string, ExecutionName: string) {
  const client = createClient({ endpoint: deployment.api });
  return await untilPasses(async () => {
    const execution = await client.call('DescribeExecution', { FlowName, ExecutionName });
    expect(execution.Status).toBe('Succeeded');
    return execution;
  });
}

test('a bus hears of each execution when it begins, and when it has ended', async () => {
  const client = createClient({ endpoint: deployment.api });
  const flow = { Name: 'told', Definition: WAIT_A_SECOND, Description: '', Type: 'FDL' } as const;
  await client.call('CreateFlow', flow);
  await client.call('StartExecution', { FlowName: 'told', ExecutionName: 'one', Input: '{"a":1}' });
  await ended('told', 'one');
  const told = deployment.statusEvents.filter(({ detail }) => detail['flowName'] === 'told');
  expect(told.map(({ detail }) => detail['status'])).toEqual(['Running', 'Succeeded']);
  expect(told.flatMap(schemaProblems)).toEqual([]);
});

test('the list of flows tells how their executions have ended, and how many run', async () => {
  const client = createClient({ endpoint: deployment.api });
  await client.call('CreateFlow', {
    Name: 'counted',
    Definition: WAIT_A_SECOND,
    Description: '',
    Type: 'FDL',
  });
  await client.call('StartExecution', { FlowName: 'counted', ExecutionName: 'one' });
  const counts = async () => {
    const { Flows } = await client.call('ListFlows', { Limit: 999, WithCounts: true });
    return Flows.find(({ Name }) => Name === 'counted')?.Counts;
  };
  expect(await counts()).toMatchObject({ Running: 1, Succeeded: 0 });
  await ended('counted', 'one');
  const after = await counts();
  expect(after).toMatchObject({ Running: 0, Succeeded: 1, Failed: 0, LastEnded: { Name: 'one' } });
  expect(after?.MedianMilliseconds).toBeGreaterThan(900);
});

test('an execution is a trace at the receiver, and its caller, functions and queues are in it', async () => {
  const sqs = new SQSClient({ ...TEST_ACCOUNT, endpoint: deployment.queues, useQueueUrlAsEndpoint: false });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'traced' }));
  const client = createClient({ endpoint: deployment.api });
  await client.call('CreateFlow', { Name: 'traced', Definition: TRACED, Description: '', Type: 'FDL' });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await fetch(`${deployment.api}/StartExecution`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    body: JSON.stringify({ FlowName: 'traced', ExecutionName: 'one' }),
  });
  await ended('traced', 'one');
  const spans = await untilPasses(async () => {
    const found = deployment.spans.filter((span) => span.traceId === traceId);
    expect(found.map(({ name }) => name).toSorted()).toEqual(
      ['call count', 'count', 'send tell', 'tell', 'traced'].toSorted(),
    );
    return found;
  });
  const named = (name: string) => spans.find((span) => span.name === name);
  expect(named('traced')).toMatchObject({
    parentId: 'b7ad6b7169203331',
    attributes: { 'workflow.execution.status': 'Succeeded' },
  });
  const parentOf = (name: string) => `00-${traceId}-${named(name)?.spanId}-01`;
  expect(deployment.clientContexts.map((text) => text && JSON.parse(text).custom.traceparent)).toContain(
    parentOf('call count'),
  );
  const request = { QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 5 };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
  expect(Messages.map(({ MessageAttributes }) => MessageAttributes?.['traceparent']?.StringValue)).toEqual([
    parentOf('send tell'),
  ]);
  sqs.destroy();
});

describe('callers with an access key', () => {
  const credentials = { accessKeyId: ACCESS_KEY.id, accessKeySecret: ACCESS_KEY.secret };

  test('use the unmodified client of the original service', async () => {
    const client = new Alicloud({ endpoint: deployment.api, ...credentials, opts: { timeout: 20_000 } });
    await client.createFlow({ Name: 'rpc', Definition: WAIT_A_SECOND, Description: '', Type: 'FDL' });
    await client.startExecution({ FlowName: 'rpc', ExecutionName: 'one', Input: '{"a":1}' });
    expect(await ended('rpc', 'one')).toMatchObject({ Input: '{"a":1}' });
  });

  test('use fdl, which signs its calls too', async () => {
    const client = createClient({ endpoint: deployment.api, credentials });
    await client.call('CreateFlow', {
      Name: 'signed',
      Definition: WAIT_A_SECOND,
      Description: '',
      Type: 'FDL',
    });
    const { Flows } = await client.call('ListFlows', { Limit: 100 });
    expect(Flows.map(({ Name }) => Name)).toContain('signed');
  });

  test('are refused with another secret', async () => {
    const client = createClient({
      endpoint: deployment.api,
      credentials: { ...credentials, accessKeySecret: 'guess' },
    });
    await expect(client.call('ListFlows', {})).rejects.toMatchObject({ code: 'SignatureNotMatch' });
  });
});

describe('an event rule of an example', () => {
  const client = () => createClient({ endpoint: deployment.api });
  const event = (key: string) => {
    const created = { key, size: 1, etag: 'e', sequencer: '1', reason: 'PutObject' } as const;
    return objectCreatedEvent({ bucket: 'media-uploads', ...created });
  };

  /** Executions of the key, once that of a later event is there. */
  async function started(key: string) {
    await deployment.putEvent(event(`films/after ${key}.mov`));
    const executions = await untilPasses(async () => {
      const listed = await client().call('ListExecutions', { FlowName: 'media-processing', Limit: 99 });
      const keys = listed.Executions.map(({ Input }) => JSON.parse(Input).object.key);
      expect(keys).toContain(`films/after ${key}.mov`);
      return listed.Executions;
    });
    return executions.filter(({ Input }) => JSON.parse(Input).object.key === key);
  }

  test('starts an execution with the detail of the event, once', async () => {
    const key = 'films/the "first" \\.mov';
    await deployment.putEvent(event(key));
    await deployment.putEvent(event(key));
    const executions = await started(key);
    expect(executions.map(({ Name }) => Name)).toEqual([`event-${event(key)['id']}`]);
    expect(JSON.parse(executions[0]?.Input ?? '')).toEqual(event(key)['detail']);
  });

  test.each(['films/notes.txt', 'drafts/a.mov', 'films/a.mov.part'])('starts nothing for %s', async (key) => {
    await deployment.putEvent(event(key));
    expect(await started(key)).toEqual([]);
  });
});

describe('what the functions ask of AWS', () => {
  const call: ReturnType<typeof createClient>['call'] = (operation, request) =>
    createClient({ endpoint: deployment.api }).call(operation, request);

  beforeAll(async () => {
    const flow = { Definition: WAIT_A_SECOND, Description: '', Type: 'FDL' } as const;
    const schedule = { FlowName: 'replayed', ScheduleName: 'daily', CronExpression: '0 0 3 * * *' };
    await call('CreateFlow', { Name: 'replayed', ...flow });
    await call('UpdateFlow', { Name: 'replayed', Description: 'again' });
    await call('CreateSchedule', schedule);
    await call('UpdateSchedule', { ...schedule, Enable: false });
    await call('ListSchedules', { FlowName: 'replayed' });
    await call('StartExecution', { FlowName: 'replayed', ExecutionName: 'one' });
    await call('ListExecutions', { FlowName: 'replayed' });
    await call('GetExecutionHistory', { FlowName: 'replayed', ExecutionName: 'one' });
    await call('StopExecution', { FlowName: 'replayed', ExecutionName: 'one' });
    await untilPasses(async () => {
      const redriven = await call('RedriveExecution', { FlowName: 'replayed', ExecutionName: 'one' });
      expect(redriven.RedriveCount).toBe(1);
    });
    const forked = await call('ForkExecution', { FlowName: 'replayed', ExecutionName: 'one' });
    const fork = { FlowName: 'replayed', ExecutionName: forked.NewExecutionName };
    expect((await call('GetExecutionHistory', fork)).Events[0]?.EventId).toBe(1);
    const source = await call('DescribeExecution', { FlowName: 'replayed', ExecutionName: 'one' });
    expect(source.Forks).toEqual([forked.NewExecutionName]);
    await call('DeleteSchedule', { FlowName: 'replayed', ScheduleName: 'daily' });
    await call('PublishFlowVersion', { FlowName: 'replayed' });
    await call('PublishFlowVersion', { FlowName: 'replayed' });
    const RoutingConfigurations = '[{"Version":"2","Weight":100}]';
    await call('CreateFlowAlias', { FlowName: 'replayed', Name: 'live', RoutingConfigurations });
    const labelled = { FlowName: 'replayed', Qualifier: 'live', Labels: '{"by":"alias"}' };
    expect(await call('StartExecution', labelled)).toMatchObject({ FlowVersion: '2' });
    expect((await call('ListExecutions', { Label: 'by=alias' })).Executions).toHaveLength(1);
    await call('DeleteFlowVersion', { FlowName: 'replayed', FlowVersion: '1' });
    await call('ListFlowVersions', { FlowName: 'replayed' });
    await call('StartExecution', { FlowName: 'replayed', ExecutionName: 'two' });
    await call('DeleteFlow', { Name: 'replayed' });
    const large = JSON.stringify({ text: 'x'.repeat(100_000) });
    await call('CreateFlow', { Name: 'large', ...flow, Definition: HAND_ON });
    await call('StartExecution', { FlowName: 'large', ExecutionName: 'one', Input: large });
    expect(await ended('large', 'one')).toMatchObject({ Input: large, Output: large });
    const long = WAIT_A_SECOND.replace('duration: 1', 'duration: 86400');
    await call('CreateFlow', { Name: 'long', ...flow, Definition: long });
    await call('StartExecution', { FlowName: 'long', ExecutionName: 'one' });
    const often = { FlowName: 'long', ScheduleName: 'often' };
    await call('CreateSchedule', { ...often, CronExpression: '0 0 * * * *', OverlapPolicy: 'Skip' });
    await call('TriggerSchedule', often);
    await untilPasses(async () => {
      expect((await call('ListScheduleRuns', often)).Runs).toMatchObject([{ Status: 'Running' }]);
    });
    await deployment.fireSchedules();
    await untilPasses(async () => {
      const { Runs } = await call('ListScheduleRuns', often);
      expect(Runs).toContainEqual(expect.objectContaining({ Outcome: 'Skipped' }));
    });
    await call('StopExecution', { FlowName: 'long', ExecutionName: 'one' });
    await call('CreateFlow', { Name: 'roleless', ...flow, Definition: ALL_KINDS });
    await call('StartSyncExecution', { FlowName: 'roleless' });
    await call('CreateFlow', { Name: 'rounds', ...flow, Definition: ROUNDS });
    await call('StartExecution', { FlowName: 'rounds', ExecutionName: 'one', Input: '{"n":0}' });
    expect(JSON.parse((await ended('rounds', 'one')).Output)).toEqual({ n: 20 });
    await untilPasses(() => {
      const commands = requests().filter(({ caller }) => caller === 'Driver');
      expect(commands.some(({ command }) => command === 'CreateScheduleCommand')).toBe(true);
      expect(commands.some(({ command }) => command === 'DeleteScheduleCommand')).toBe(true);
      // The executions of the deleted flow are listed some seconds later.
      expect(commands.some(({ input }) => input['IndexName'] !== undefined)).toBe(true);
    });
  }, PATIENCE);

  const place = () => ({ deployed: deployedOn(process.env), sessions: deployment.sessions });

  describe.each(ENCRYPTIONS)('$name', (encryption) => {
    test.each(['Api', 'Driver'] as const)(
      'is allowed by the policy of the %s, which allows nothing else',
      async (caller) => {
        expect(await replay(caller, encryption, place())).toEqual({ refused: [], unused: [] });
      },
    );

    test('leads to schedules that may send what they were made for, and do nothing else', () => {
      expect(replayTimers(encryption, place())).toEqual({ refused: [], unused: [] });
    });
  });

  test('for tasks is allowed by the role of each flow, which allows nothing else', async () => {
    const flowNames = examples.flatMap(({ flows }) => Object.keys(flows));
    const replayed = await replayFlows(flowTemplate(examples), flowNames, place());
    expect(replayed).toEqual({ refused: [], unused: [] });
  });

  test('for tasks of flows without a role is allowed where it is tagged for them, and nowhere else', async () => {
    expect(await replayRoleless(true, place())).toEqual({ refused: [], unused: [] });
    expect((await replayRoleless(false, place())).refused).toHaveLength(6);
  });
});
