import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATION_NAMES } from '../../src/api/operations.ts';
import { ALICLOUD_METHODS, Alicloud, type AlicloudConfig } from '../helpers/api-alicloud-client.ts';
import { CALLBACK, ECHO, TWO_PASSES } from '../helpers/api-flows.ts';
import { HARD_TEXT, KEY, type KeyedApi, openKeyedApi } from '../helpers/keyed-api.ts';

let server: KeyedApi;

beforeAll(async () => {
  server = await openKeyedApi();
});

afterAll(() => server[Symbol.asyncDispose]());

function connect(config: Partial<AlicloudConfig> = {}) {
  return new Alicloud({ endpoint: server.url, ...KEY, opts: { timeout: 20_000 }, ...config });
}

/** The code of the error that the client throws. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => ({ code: 'none' }),
    (reason) => reason,
  );
  return error.code;
}

async function ask(ExecutionName: string) {
  await connect().startExecution({ FlowName: 'asking', ExecutionName });
  await server.home.settle();
  const { token } = JSON.parse(server.home.targets.takeSent()[0]?.body ?? '{}');
  return String(token);
}

test('the client has a method for every operation but the added ones, and no other', () => {
  const methods = Object.getOwnPropertyNames(Alicloud.prototype).filter((name) => name !== 'constructor');
  expect(methods.sort()).toEqual([...ALICLOUD_METHODS]);
  const actions = methods.map((method) => method.slice(0, 1).toUpperCase() + method.slice(1));
  const forCallers = [
    'StartSyncExecution',
    'GetExecutionData',
    'GetExecutionLogs',
    'ListFunctions',
    'ListOpenTasks',
    'ReportTaskHeartbeat',
    'RedriveExecution',
    'ForkExecution',
    'TriggerSchedule',
    'BackfillSchedule',
    'ListScheduleRuns',
  ];
  const forOperators = [
    'ListStalledExecutions',
    'ResumeExecution',
    'ListMessages',
    'DeleteMessage',
    'ResumeServer',
    'BackUpData',
  ];
  // The operations that the original has gained since this client was made.
  const newer = [
    'DescribeRegions',
    'PublishFlowVersion',
    'ListFlowVersions',
    'DeleteFlowVersion',
    'CreateFlowAlias',
    'UpdateFlowAlias',
    'DescribeFlowAlias',
    'ListFlowAliases',
    'DeleteFlowAlias',
    'DescribeMapRun',
    'UpdateMapRun',
  ];
  const added = [...forCallers, ...forOperators, ...newer];
  expect([...actions, ...added].sort()).toEqual([...OPERATION_NAMES].sort());
});

describe('flows', () => {
  test('are created, read, changed, listed and deleted', async () => {
    const client = connect();
    const Definition = `# ${HARD_TEXT.replace('\n', ' ')}\n${TWO_PASSES}`;
    const created = await client.createFlow({
      Name: 'life',
      Definition,
      Description: HARD_TEXT,
      Type: 'FDL',
    });
    expect(created).toMatchObject({ Name: 'life', Definition, Description: HARD_TEXT, RoleArn: '' });
    expect(created).not.toHaveProperty('Code');
    expect(await client.describeFlow({ Name: 'life' })).toMatchObject({ Id: created['Id'], Definition });
    expect(await client.updateFlow({ Name: 'life', Description: '' })).toMatchObject({
      Definition,
      Description: '',
    });
    expect(await client.listFlows({ Limit: 1 })).toMatchObject({ Flows: [{ Name: expect.any(String) }] });
    expect(await client.deleteFlow({ Name: 'life', RequestId: 'my-id' })).toEqual({ RequestId: 'my-id' });
    expect(await codeOf(client.describeFlow({ Name: 'life' }))).toBe('FlowNotExists');
  });
});

describe('executions', () => {
  beforeAll(async () => {
    const client = connect();
    await client.createFlow({ Name: 'echo', Definition: ECHO, Description: '', Type: 'FDL' });
    await client.createFlow({ Name: 'asking', Definition: CALLBACK, Description: '', Type: 'FDL' });
  });

  test('are started, awaited, read and listed', async () => {
    const client = connect();
    const Input = JSON.stringify({ text: HARD_TEXT });
    const key = { FlowName: 'echo', ExecutionName: 'run-1' };
    expect(await client.startExecution({ ...key, Input })).toMatchObject({
      Name: 'run-1',
      Input,
      Status: 'Starting',
    });
    const ended = client.describeExecution({ ...key, WaitTimeSeconds: 10 });
    await server.home.settle();
    expect(await ended).toMatchObject({ Status: 'Succeeded', Output: `{"said":${Input}}` });
    const history = await client.getExecutionHistory({ ...key, Limit: 2 });
    expect(history).toMatchObject({
      Events: [
        { EventId: 1, ScheduleEventId: 0, StepName: '', Type: 'ExecutionStarted' },
        { EventId: 2, ScheduleEventId: 1, StepName: 'nothing', Type: 'StepEntered' },
      ],
      NextToken: '3',
    });
    expect(await client.listExecutions({ FlowName: 'echo', Status: 'Succeeded' })).toMatchObject({
      Executions: [{ Name: 'run-1' }],
    });
    expect(await client.listExecutions({ FlowName: 'echo', ExecutionNamePrefix: 'x' })).toMatchObject({
      Executions: [],
    });
  });

  test('are started and answered when they have ended', async () => {
    const answer = connect().request(
      'StartSyncExecution',
      { FlowName: 'asking', ExecutionName: 'sync' },
      { method: 'POST' },
    );
    await expect.poll(() => server.home.queue.deliverable().length).toBeGreaterThan(0);
    await server.home.settle();
    const { token } = JSON.parse(server.home.targets.takeSent()[0]?.body ?? '{}');
    await connect().reportTaskFailed({ TaskToken: token, Error: 'NoAnswer', Cause: HARD_TEXT });
    await server.home.settle();
    expect(await answer).toMatchObject({ Status: 'Failed', ErrorCode: 'NoAnswer', ErrorMessage: HARD_TEXT });
  });

  test('are stopped', async () => {
    await ask('stopped');
    const key = { FlowName: 'asking', ExecutionName: 'stopped' };
    expect(await connect().stopExecution({ ...key, Error: 'E', Cause: 'c' })).toMatchObject({
      Name: 'stopped',
    });
    await server.home.settle();
    expect(await connect().describeExecution(key)).toMatchObject({ Status: 'Stopped' });
  });

  test('go on when their tasks are reported, once each', async () => {
    const client = connect();
    const TaskToken = await ask('reported');
    const { EventId } = await client.reportTaskSucceeded({ TaskToken, Output: '{"a":1}' });
    expect(EventId).toEqual(expect.any(Number));
    expect(await codeOf(client.reportTaskSucceeded({ TaskToken, Output: '{}' }))).toBe(
      'TaskAlreadyCompleted',
    );
    expect(await codeOf(client.reportTaskFailed({ TaskToken, Error: 'E' }))).toBe('TaskAlreadyCompleted');
    expect(await codeOf(client.reportTaskFailed({ TaskToken: 'x', Error: 'E' }))).toBe('InvalidArgument');
  });
});

describe('schedules', () => {
  test('are created, read, changed, listed and deleted', async () => {
    const client = connect();
    await client.createFlow({ Name: 'timed', Definition: TWO_PASSES, Description: '', Type: 'FDL' });
    const key = { FlowName: 'timed', ScheduleName: 'nightly' };
    const CronExpression = '0 30 9 * * *';
    const created = await client.createSchedule({ ...key, CronExpression, Payload: '{"a":1}', Enable: true });
    expect(created).toMatchObject({ ScheduleName: 'nightly', CronExpression, Enable: true });
    expect(await client.describeSchedule(key)).toMatchObject({ Payload: '{"a":1}' });
    expect(await client.updateSchedule({ ...key, Enable: false })).toMatchObject({
      Enable: false,
      CronExpression,
    });
    expect(await client.listSchedules({ FlowName: 'timed' })).toMatchObject({
      Schedules: [{ Enable: false }],
    });
    expect(await codeOf(client.createSchedule({ ...key, CronExpression }))).toBe('ScheduleAlreadyExists');
    await client.deleteSchedule(key);
    expect(await codeOf(client.describeSchedule(key))).toBe('ScheduleNotExists');
  });
});

describe('failures', () => {
  test('reach the caller as errors with code, name and data', async () => {
    const error = await connect()
      .describeFlow({ Name: 'nobody', RequestId: 'r-1' })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'FlowNotExists',
      name: 'FlowNotExistsError',
      message: expect.stringContaining("Flow 'nobody' does not exist, URL: http://127.0.0.1:"),
      data: { RequestId: 'r-1', Code: 'FlowNotExists', HostId: new URL(server.url).host },
    });
  });

  test.each([
    ['an unknown key', { accessKeyId: 'nobody' }, 'InvalidAccessKeyID'],
    ['a wrong secret', { accessKeySecret: 'guess' }, 'SignatureNotMatch'],
  ])('%s is refused for GET and POST', async (_title, config, code) => {
    const client = connect(config);
    expect(await codeOf(client.listFlows())).toBe(code);
    expect(await codeOf(client.startExecution({ FlowName: 'x' }))).toBe(code);
  });

  test('a security token is signed like any other parameter', async () => {
    expect(await connect({ securityToken: 'sts+/=' }).listFlows()).toHaveProperty('Flows');
  });

  test.each([
    ['another version', { Version: '2020-01-01' }, 'APIVersionNotSupported'],
    ['another format', { Format: 'CSV' }, 'InvalidArgument'],
    ['an old time', { Timestamp: '2020-01-01T00:00:00Z' }, 'RequestTimeTooSkewed'],
    ['another way to sign', { SignatureMethod: 'HMAC-SHA256' }, 'InvalidArgument'],
  ])('%s is refused', async (_title, params, code) => {
    expect(await codeOf(connect().listFlows(params))).toBe(code);
  });

  test('a nonce counts once', async () => {
    const params = { SignatureNonce: 'the-same' };
    expect(await codeOf(connect().listFlows(params))).toBe('none');
    expect(await codeOf(connect().listFlows(params))).toBe('SignatureNonceUsed');
  });

  test('an unknown action is refused', async () => {
    expect(await codeOf(connect().request('DescribeZones', {}, {}))).toBe('ActionNotSupported');
  });

  test('a request that is too large is refused', async () => {
    const request = { Name: 'large', Definition: 'x'.repeat(10 * 1024 * 1024), Description: '', Type: 'FDL' };
    expect(await codeOf(connect().createFlow(request))).toBe('EntityTooLarge');
  });
});

test('the JSON binding of the same server wants the same key', async () => {
  const post = async (authorization: string) => {
    const response = await fetch(`${server.url}/DescribeFlow`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: '{"Name":"nobody"}',
    });
    return { status: response.status, body: await response.json() };
  };
  expect(await post('')).toMatchObject({ status: 400, body: { Code: 'MissingRequiredHeader' } });
  expect(await post('Bearer testid:guess')).toMatchObject({
    status: 403,
    body: { Code: 'SignatureNotMatch' },
  });
  expect(await post('Bearer testid:testsecret')).toMatchObject({
    status: 404,
    body: { Code: 'FlowNotExists' },
  });
});
