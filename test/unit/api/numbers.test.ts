import { describe, expect, test } from 'vitest';
import type { OperationName } from '../../../src/api/contract.ts';
import { openApiHome } from '../../helpers/api-home.ts';

const FLOW = `version: v1
type: flow
steps:
  - type: task
    name: ask
    resourceArn: acs:mns:::/queues/questions/messages
    pattern: waitForCallback
    inputMappings: [{ target: id, source: $input.id }, { target: token, source: $context.task.token }]
    serviceParams: { MessageBody: $ }
    outputMappings: [{ target: asked, source: $input.id }, { target: answer, source: $local.answer }]
`;
const WIDE = '1234567890123456789';
const SCHEDULE = { FlowName: 'f', ScheduleName: 's', CronExpression: '@every 5m' };

async function homeWithFlow() {
  const home = openApiHome();
  await home.call('CreateFlow', { Name: 'f', Definition: FLOW, Description: '', Type: 'FDL' });
  await home.call('CreateSchedule', SCHEDULE);
  const post = async (operation: OperationName, body: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await home.api({ method: 'POST', path: `/${operation}`, query: '', headers, body });
    return { status: answer.status, ...(JSON.parse(answer.body) as { Code?: string; Message?: string }) };
  };
  return { ...home, post };
}

describe('a number that no double can hold', () => {
  test.each([
    ['StartExecution', 'Input', { FlowName: 'f' }],
    ['StartSyncExecution', 'Input', { FlowName: 'f' }],
    ['ReportTaskSucceeded', 'Output', { TaskToken: 'token' }],
    ['CreateSchedule', 'Payload', { ...SCHEDULE, ScheduleName: 'other' }],
    ['UpdateSchedule', 'Payload', SCHEDULE],
  ] as const)('is refused by %s in its %s, as text and as a value', async (operation, name, others) => {
    const { post } = await homeWithFlow();
    const rest = JSON.stringify(others).slice(0, -1);
    const asText = await post(operation, `${rest},"${name}":${JSON.stringify('{"n":1e400}')}}`);
    expect(asText).toMatchObject({ status: 400, Code: 'InvalidArgument' });
    expect(asText.Message).toBe(
      `Parameter ${name} holds the number 1e400, which is out of range; numbers end at about 1.8e308`,
    );
    const asValue = await post(operation, `${rest},"${name}":{"n":[-1e400]}}`);
    expect(asValue).toMatchObject({ status: 400, Code: 'InvalidArgument' });
    expect(asValue.Message).toContain('holds the number -1e400');
  });

  test('is refused in the fields of an RPC call', async () => {
    const { api } = await homeWithFlow();
    const query = new URLSearchParams({
      Action: 'StartExecution',
      Version: '2019-03-15',
      FlowName: 'f',
      Input: '{"n":1e400}',
    });
    const headers = { 'sec-fetch-site': 'none' };
    const { status, body } = await api({
      method: 'POST',
      path: '/',
      query: String(query),
      headers,
      body: '',
    });
    expect([status, JSON.parse(body).Code]).toEqual([400, 'InvalidArgument']);
  });
});

test('a whole number keeps its digits from the request to message, open task, report, output and history', async () => {
  const { post, call, settle, targets } = await homeWithFlow();
  await post('StartExecution', `{"FlowName":"f","ExecutionName":"run","Input":{"id":${WIDE}}}`);
  await settle();
  const [message] = targets.takeSent();
  expect(message?.body).toContain(`"id":${WIDE}`);
  const { Tasks } = await call('ListOpenTasks', { FlowName: 'f', ExecutionName: 'run' });
  const [task] = Tasks;
  expect(task?.Input).toContain(`"id":${WIDE}`);
  await post('ReportTaskSucceeded', `{"TaskToken":"${task?.TaskToken}","Output":{"answer":[${WIDE}]}}`);
  await settle();
  const execution = await call('DescribeExecution', { FlowName: 'f', ExecutionName: 'run' });
  expect([execution.Input, execution.Output]).toEqual([
    `{"id":${WIDE}}`,
    `{"asked":${WIDE},"answer":[${WIDE}]}`,
  ]);
  const { Events } = await call('GetExecutionHistory', { FlowName: 'f', ExecutionName: 'run', Limit: 100 });
  const details = Events.map(({ EventDetail }) => EventDetail).join('\n');
  expect(details.match(/\d{19}/g)?.every((digits) => digits === WIDE)).toBe(true);
  expect(details.match(/\d{19}/g)?.length).toBeGreaterThan(5);
});
