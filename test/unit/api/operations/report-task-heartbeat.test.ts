import { describe, expect, test } from 'vitest';
import { CALLBACK, OWING } from '../../../helpers/api-flows.ts';
import { HOME_START, openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ExecutionName: 'e' };
const iso = (milliseconds: number) => new Date(HOME_START + milliseconds).toISOString();

async function waiting(definition = OWING) {
  const home = openApiHome();
  await home.call('CreateFlow', { Name: 'f', Definition: definition, Description: '', Type: 'FDL' });
  await home.call('StartExecution', KEY);
  await home.settle();
  const { token } = JSON.parse(home.targets.takeSent()[0]?.body ?? '{}');
  const pass = async (milliseconds: number) => {
    await home.clock.advanceBy(milliseconds);
    await home.settle();
  };
  const status = async () => (await home.call('DescribeExecution', KEY)).Status;
  return { ...home, pass, status, TaskToken: String(token) };
}

describe('ReportTaskHeartbeat', () => {
  test('keeps a task waiting for as long as heartbeats come, and not an instant longer', async () => {
    const { call, fail, pass, status, TaskToken } = await waiting();
    for (const at of [20_000, 40_000, 60_000]) {
      await pass(20_000);
      expect(await call('ReportTaskHeartbeat', { TaskToken })).toMatchObject({
        NextHeartbeatTime: iso(at + 30_000),
      });
    }
    await pass(29_999);
    expect(await status()).toBe('Running');
    await pass(1);
    expect(await status()).toBe('Failed');
    const { Events } = await call('GetExecutionHistory', KEY);
    expect(Events.find(({ Type }) => Type === 'TaskTimedOut')).toMatchObject({
      EventDetail: '{"error":"FnF.HeartbeatTimeout","cause":"The task sent no heartbeat within 30 seconds"}',
    });
    expect(await fail('ReportTaskHeartbeat', { TaskToken })).toMatchObject({ Code: 'TaskAlreadyCompleted' });
  });

  test('adds no event to the history and sends no message', async () => {
    const { call, queue, TaskToken } = await waiting();
    const before = await call('GetExecutionHistory', KEY);
    const messages = queue.undeleted().length;
    for (let time = 0; time < 5; time++) await call('ReportTaskHeartbeat', { TaskToken, Detail: `${time}` });
    const { RequestId: _, ...after } = await call('GetExecutionHistory', KEY);
    expect(before).toMatchObject(after);
    expect(queue.undeleted()).toHaveLength(messages);
  });

  test('what it says is shown beside the open task', async () => {
    const { call, pass, TaskToken } = await waiting();
    expect((await call('ListOpenTasks', { FlowName: 'f' })).Tasks[0]).toMatchObject({
      NextHeartbeatTime: iso(30_000),
      HeartbeatTime: '',
      HeartbeatDetail: '',
    });
    await pass(10_000);
    await call('ReportTaskHeartbeat', { TaskToken, Detail: '3 of 9 pages' });
    expect((await call('ListOpenTasks', { FlowName: 'f' })).Tasks[0]).toMatchObject({
      NextHeartbeatTime: iso(40_000),
      HeartbeatTime: iso(10_000),
      HeartbeatDetail: '3 of 9 pages',
    });
  });

  test('a report still counts after a late heartbeat, as long as the attempt has not failed', async () => {
    const { call, clock, settle, status, TaskToken } = await waiting();
    await clock.advanceBy(31_000);
    await call('ReportTaskSucceeded', { TaskToken, Output: '{}' });
    await settle();
    expect(await status()).toBe('Succeeded');
  });

  test('a task without heartbeatSeconds is told to have one', async () => {
    const { fail, TaskToken } = await waiting(CALLBACK);
    expect(await fail('ReportTaskHeartbeat', { TaskToken })).toMatchObject({
      Code: 'InvalidArgument',
      Message: expect.stringContaining('heartbeatSeconds'),
    });
  });

  test('is refused after the report, after a stop, with a forged token and with a long text', async () => {
    const { call, fail, TaskToken } = await waiting();
    const forged = `${TaskToken.slice(0, -4)}AAAA`;
    expect(await fail('ReportTaskHeartbeat', { TaskToken: forged })).toMatchObject({
      Code: 'InvalidArgument',
    });
    expect(await fail('ReportTaskHeartbeat', { TaskToken, Detail: 'x'.repeat(801) })).toMatchObject({
      Message: expect.stringContaining('allowed are 1 to 800'),
    });
    await call('ReportTaskSucceeded', { TaskToken, Output: '{}' });
    expect(await fail('ReportTaskHeartbeat', { TaskToken })).toMatchObject({ Code: 'TaskAlreadyCompleted' });
    const stopped = await waiting();
    await stopped.call('StopExecution', KEY);
    expect(await stopped.fail('ReportTaskHeartbeat', { TaskToken: stopped.TaskToken })).toMatchObject({
      Code: 'TaskAlreadyCompleted',
    });
  });
});
