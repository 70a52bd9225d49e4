import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CALLBACK, ECHO } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ExecutionName: 'e' };

async function started(Definition: string, maxWaitSeconds = 60) {
  const home = openApiHome({ maxWaitSeconds });
  await home.call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL' });
  await home.call('StartExecution', { ...KEY, Input: '{"a":1}' });
  return home;
}

describe('DescribeExecution', () => {
  test('an execution is Running, then has ended', async () => {
    const { call, settle, targets } = await started(CALLBACK);
    expect(await call('DescribeExecution', KEY)).toMatchObject({ Status: 'Running' });
    await settle();
    expect(await call('DescribeExecution', KEY)).toMatchObject({ Status: 'Running', StoppedTime: '' });
    const { token } = JSON.parse(targets.takeSent()[0]?.body ?? '{}');
    await call('ReportTaskSucceeded', { TaskToken: token, Output: '{"b":2}' });
    await settle();
    const ended = await call('DescribeExecution', KEY);
    expect(ended).toMatchObject({ Status: 'Succeeded', Input: '{"a":1}', FlowDefinition: CALLBACK });
    expect(JSON.parse(ended.Output)).toEqual({ b: 2 });
    expect(ended.StoppedTime > ended.StartedTime || ended.StoppedTime === ended.StartedTime).toBe(true);
  });

  test('waits for the end, no longer than needed', async () => {
    const { call, settle, clock } = await started(ECHO);
    const answer = call('DescribeExecution', { ...KEY, WaitTimeSeconds: 5 });
    await nextTurn();
    await settle();
    expect(await answer).toMatchObject({ Status: 'Succeeded', Output: '{"said":{"a":1}}' });
    expect(clock.now()).toBeLessThan(Date.parse('2024-01-02T03:04:07Z'));
  });

  test.each([
    [5, 60, 5_000],
    [60, 20, 20_000],
  ])(
    'asked to wait %i s where the limit is %i s, it answers after %i ms',
    async (WaitTimeSeconds, limit, wait) => {
      const { call, settle, clock } = await started(CALLBACK, limit);
      await settle();
      let isAnswered = false;
      const answer = call('DescribeExecution', { ...KEY, WaitTimeSeconds }).finally(() => {
        isAnswered = true;
      });
      await nextTurn();
      await clock.advanceBy(wait - 1);
      await nextTurn();
      expect(isAnswered).toBe(false);
      await clock.advanceBy(1);
      expect(await answer).toMatchObject({ Status: 'Running' });
    },
  );

  test('answers an ended execution at once', async () => {
    const { call, settle } = await started(ECHO);
    await settle();
    expect(await call('DescribeExecution', { ...KEY, WaitTimeSeconds: 60 })).toMatchObject({
      Status: 'Succeeded',
    });
  });

  test('refuses what does not exist', async () => {
    const { fail } = await started(ECHO);
    expect(await fail('DescribeExecution', { ...KEY, ExecutionName: 'x' })).toMatchObject({
      status: 404,
      Code: 'ExecutionNotExists',
      Message: "Execution 'x' does not exist in flow 'f'",
    });
    expect(await fail('DescribeExecution', { ...KEY, FlowName: 'x' })).toMatchObject({
      Code: 'FlowNotExists',
    });
  });

  test('names the step of the execution that started it, and nothing for one that a caller started', async () => {
    const { call, settle } = await started(
      `version: v1
type: flow
steps:
  - {type: pass, name: Before}
  - {type: task, name: Child, resourceArn: 'acs:fnf:::flow/child', serviceParams: {ExecutionName: c}}`,
    );
    await call('CreateFlow', { Name: 'child', Definition: ECHO, Description: '', Type: 'FDL' });
    await settle();
    const child = await call('DescribeExecution', { FlowName: 'child', ExecutionName: 'c' });
    expect(child.Parent).toEqual({ ...KEY, StepEventId: 6 });
    expect(await call('DescribeExecution', KEY)).not.toHaveProperty('Parent');
  });
});
