import { expect, test } from 'vitest';
import { ECHO } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const FAILS = 'version: v1\ntype: flow\nsteps: [{type: fail, name: stumble, error: TooLate}]\n';
const flow = (Name: string, Definition: string, more = {}) =>
  ({ Name, Definition, Description: '', Type: 'FDL', ...more }) as const;
const SCHEDULE = { FlowName: 'f', ScheduleName: 's', CronExpression: '0 0 3 * * *' };

async function homeWithFlows() {
  const home = openApiHome();
  for (const name of ['rescue', 'nurse']) await home.call('CreateFlow', flow(name, ECHO));
  await home.call('CreateFlow', flow('f', FAILS, { OnFailure: 'rescue' }));
  return home;
}

test('the flow that handles failures is shown, kept by updates, and taken away by an empty text', async () => {
  const { call } = await homeWithFlows();
  expect(await call('UpdateFlow', { Name: 'f', Description: 'new' })).toMatchObject({ OnFailure: 'rescue' });
  expect((await call('UpdateFlow', { Name: 'f', OnFailure: '' })).OnFailure).toBeUndefined();
  expect((await call('DescribeFlow', { Name: 'f' })).OnFailure).toBeUndefined();
});

test('it is started with the execution that failed, that of the schedule before that of the flow', async () => {
  const { call, settle } = await homeWithFlows();
  await call('StartExecution', { FlowName: 'f', ExecutionName: 'one', Input: '{"a":1}' });
  await call('CreateSchedule', { ...SCHEDULE, OnFailure: 'nurse' });
  const { ExecutionName } = await call('TriggerSchedule', { FlowName: 'f', ScheduleName: 's' });
  await settle();
  const inputs = async (FlowName: string) => {
    const { Executions } = await call('ListExecutions', { FlowName });
    return Executions.map(({ Input }) => JSON.parse(Input));
  };
  expect(await inputs('rescue')).toMatchObject([{ executionName: 'one', error: 'TooLate', input: { a: 1 } }]);
  expect(await inputs('nurse')).toMatchObject([{ executionName: ExecutionName, step: 'stumble' }]);
});

test('a flow cannot name itself, nor what is no name', async () => {
  const { call } = await homeWithFlows();
  const own = 'Parameter OnFailure: f cannot handle its own failures';
  await expect(call('UpdateFlow', { Name: 'f', OnFailure: 'f' })).rejects.toThrow(own);
  await expect(call('CreateSchedule', { ...SCHEDULE, OnFailure: 'f' })).rejects.toThrow(own);
  await expect(call('UpdateFlow', { Name: 'f', OnFailure: '1x' })).rejects.toThrow(
    'must be the name of a flow',
  );
});

test('a flow that is not there cannot be named; one that is deleted later is told in the log', async () => {
  const { call, settle, logged } = await homeWithFlows();
  const missing = "Parameter OnFailure: flow 'gone' does not exist; create it first";
  const named = { OnFailure: 'gone' };
  await expect(call('CreateFlow', flow('g', FAILS, named))).rejects.toThrow(missing);
  await expect(call('UpdateFlow', { Name: 'f', ...named })).rejects.toThrow(missing);
  await expect(call('CreateSchedule', { ...SCHEDULE, ...named })).rejects.toThrow(missing);
  await call('CreateSchedule', SCHEDULE);
  const { FlowName, ScheduleName } = SCHEDULE;
  await expect(call('UpdateSchedule', { FlowName, ScheduleName, ...named })).rejects.toThrow(missing);

  await call('DeleteFlow', { Name: 'rescue' });
  await call('StartExecution', { FlowName: 'f', ExecutionName: 'one' });
  await settle();
  expect(await call('DescribeExecution', { FlowName: 'f', ExecutionName: 'one' })).toMatchObject({
    Status: 'Failed',
  });
  expect(logged.filter(({ level }) => level === 'warn')).toEqual([
    {
      level: 'warn',
      message: 'a failure is handled by no flow: the flow does not exist',
      fields: { flow: 'rescue', execution: expect.stringMatching(/^failed-one-/) },
    },
  ]);
});
