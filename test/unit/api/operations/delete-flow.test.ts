import { describe, expect, test } from 'vitest';
import { CALLBACK, TWO_PASSES } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

async function homeWithFlow() {
  const home = openApiHome();
  const { Id } = await home.call('CreateFlow', {
    Name: 'f',
    Definition: CALLBACK,
    Description: '',
    Type: 'FDL',
  });
  return { ...home, flowId: Id };
}

describe('DeleteFlow', () => {
  test('frees the name and hides what belonged to the flow', async () => {
    const { call, fail } = await homeWithFlow();
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'e' });
    expect(await call('DeleteFlow', { Name: 'f' })).toEqual({ RequestId: expect.any(String) });
    expect(await fail('DescribeFlow', { Name: 'f' })).toMatchObject({ Code: 'FlowNotExists' });
    expect(await fail('GetExecutionHistory', { FlowName: 'f', ExecutionName: 'e' })).toMatchObject({
      Code: 'FlowNotExists',
    });
    await call('CreateFlow', { Name: 'f', Definition: TWO_PASSES, Description: '', Type: 'FDL' });
    expect((await call('ListExecutions', { FlowName: 'f' })).Executions).toEqual([]);
  });

  test('has the executions in progress stopped', async () => {
    const { call, settle, services, flowId } = await homeWithFlow();
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'e' });
    await settle();
    await call('DeleteFlow', { Name: 'f' });
    await settle();
    const header = await services.executions.readHeader({ flowId, name: 'e' });
    expect(header?.end?.status).toBe('Stopped');
  });

  test('ends the firing of every schedule', async () => {
    const { call, clock, queue } = await homeWithFlow();
    for (let index = 0; index < 101; index += 1) {
      const key = { FlowName: 'f', ScheduleName: `s${index}` };
      await call('CreateSchedule', { ...key, CronExpression: '@every 1m' });
    }
    expect(clock.nextDue()).toBeDefined();
    await call('DeleteFlow', { Name: 'f' });
    expect(clock.nextDue()).toBeUndefined();
    expect(queue.undeleted()).toHaveLength(1);
  });

  test('refuses a flow that does not exist', async () => {
    const { fail } = openApiHome();
    expect(await fail('DeleteFlow', { Name: 'f' })).toMatchObject({ status: 404, Code: 'FlowNotExists' });
  });

  test('of two deletions at once one finds the flow gone', async () => {
    const { call } = await homeWithFlow();
    const outcomes = await Promise.allSettled([
      call('DeleteFlow', { Name: 'f' }),
      call('DeleteFlow', { Name: 'f' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
