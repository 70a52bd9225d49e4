import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../src/limits.ts';
import { CALLBACK } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ExecutionName: 'e' };

async function waiting() {
  const home = openApiHome({ limits: { ...DEFAULT_LIMITS, stepDataBytes: 5_000 } });
  await home.call('CreateFlow', { Name: 'f', Definition: CALLBACK, Description: '', Type: 'FDL' });
  await home.call('StartExecution', KEY);
  await home.settle();
  const { token } = JSON.parse(home.targets.takeSent()[0]?.body ?? '{}');
  return { ...home, TaskToken: String(token) };
}

describe('ReportTaskSucceeded', () => {
  test('completes the task and answers the event that says so', async () => {
    const { call, settle, TaskToken } = await waiting();
    const { EventId, ...rest } = await call('ReportTaskSucceeded', { TaskToken, Output: '{ "b": 2.0 }' });
    expect(Object.keys(rest)).toEqual(['RequestId']);
    await settle();
    const { Events } = await call('GetExecutionHistory', KEY);
    expect(Events.find((event) => event.EventId === EventId)).toMatchObject({ Type: 'TaskSucceeded' });
    expect(await call('DescribeExecution', KEY)).toMatchObject({ Status: 'Succeeded' });
  });

  test.each(['[]', '1', 'null', '', '{', 'plain'])('refuses %j as output', async (Output) => {
    const { fail, TaskToken } = await waiting();
    expect(await fail('ReportTaskSucceeded', { TaskToken, Output })).toMatchObject({
      Code: 'InvalidArgument',
    });
  });

  test('refuses an output that no step could hold, and the task goes on waiting', async () => {
    const { call, fail, settle, TaskToken } = await waiting();
    const Output = `{"a":"${'x'.repeat(5_000)}"}`;
    expect(await fail('ReportTaskSucceeded', { TaskToken, Output })).toMatchObject({
      Code: 'EntityTooLarge',
    });
    await call('ReportTaskSucceeded', { TaskToken, Output: '{}' });
    await settle();
    expect(await call('DescribeExecution', KEY)).toMatchObject({ Status: 'Succeeded' });
  });
});

describe('ReportTaskFailed', () => {
  test('fails the task with the error and cause given', async () => {
    const { call, settle, TaskToken } = await waiting();
    const { EventId } = await call('ReportTaskFailed', { TaskToken, Error: 'NoAnswer', Cause: 'gone home' });
    await settle();
    const { Events } = await call('GetExecutionHistory', KEY);
    expect(Events.find((event) => event.EventId === EventId)).toMatchObject({
      Type: 'TaskFailed',
      EventDetail: '{"error":"NoAnswer","cause":"gone home"}',
    });
    expect(await call('DescribeExecution', KEY)).toMatchObject({ Status: 'Failed', Output: '' });
  });

  test.each([
    [{ Error: '' }, 'has 0 characters; allowed are 1 to 128'],
    [{ Error: 'x'.repeat(129) }, 'has 129 characters; allowed are 1 to 128'],
    [{ Error: 'E', Cause: 'x'.repeat(4_097) }, 'has 4097 characters; allowed are 1 to 4096'],
  ])('%# refuses texts out of bounds', async (texts, message) => {
    const { fail, TaskToken } = await waiting();
    const answer = await fail('ReportTaskFailed', { TaskToken, ...texts });
    expect(answer).toMatchObject({ Code: 'InvalidArgument', Message: expect.stringContaining(message) });
  });

  test('an empty cause is none', async () => {
    const { call, TaskToken } = await waiting();
    await expect(call('ReportTaskFailed', { TaskToken, Error: 'E', Cause: '' })).resolves.toBeDefined();
  });
});

describe.each([
  ['ReportTaskSucceeded', { Output: '{}' }],
  ['ReportTaskFailed', { Error: 'E' }],
] as const)('%s', (operation, result) => {
  test('a second report is told that the task has ended', async () => {
    const { call, fail, TaskToken } = await waiting();
    await call('ReportTaskSucceeded', { TaskToken, Output: '{}' });
    expect(await fail(operation, { TaskToken, ...result })).toMatchObject({
      status: 400,
      Code: 'TaskAlreadyCompleted',
    });
  });

  test('a report after the execution was stopped is told so too', async () => {
    const { call, fail, settle, TaskToken } = await waiting();
    await call('StopExecution', KEY);
    expect(await fail(operation, { TaskToken, ...result })).toMatchObject({ Code: 'TaskAlreadyCompleted' });
    await settle();
    expect(await fail(operation, { TaskToken, ...result })).toMatchObject({ Code: 'TaskAlreadyCompleted' });
  });

  test('a forged token is refused and nothing of it is shown or logged', async () => {
    const { fail, logged, TaskToken } = await waiting();
    const forged = `${TaskToken.slice(0, -4)}AAAA`;
    for (const token of ['x', forged, `${TaskToken}A`, 'é'.repeat(100)]) {
      const answer = await fail(operation, { TaskToken: token, ...result });
      expect(answer).toMatchObject({ status: 400, Code: 'InvalidArgument' });
      expect(answer.Message).toBe('Parameter TaskToken is not the token of a task');
    }
    expect(logged).toEqual([]);
  });
});
