import { describe, expect, test } from 'vitest';
import { MAX_REDRIVES } from '../../../../src/limits.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ExecutionName: 'e' };

const queue = (name: string, pattern = 'waitForCallback') =>
  `{type: task, name: ${name}, resourceArn: acs:mns:::/queues/q/messages, pattern: ${pattern}, serviceParams: {MessageBody: $}}`;

const flow = (...steps: readonly string[]) =>
  `version: v1\ntype: flow\nsteps:\n${steps.map((step) => `  - ${step}`).join('\n')}\n`;

const TWO = flow(queue('a'), queue('b'), '{type: pass, name: c}');

/** A home with a started execution whose tasks a test reports. */
async function started(Definition = TWO) {
  const home = openApiHome();
  const { call, settle } = home;
  const define = (Name: string, definition: string) =>
    call('CreateFlow', { Name, Definition: definition, Description: '', Type: 'FDL' });
  const tasks = async (FlowName = 'f') => (await call('ListOpenTasks', { FlowName })).Tasks;
  const report = async (step: string, output: object | 'fail', FlowName = 'f') => {
    const task = (await tasks(FlowName)).find(({ StepName }) => StepName === step);
    if (task === undefined) throw new Error(`nobody waits at ${step}`);
    const { TaskToken } = task;
    if (output === 'fail') await call('ReportTaskFailed', { TaskToken, Error: 'Broken' });
    else await call('ReportTaskSucceeded', { TaskToken, Output: JSON.stringify(output) });
    await settle();
    return TaskToken;
  };
  const types = async (FlowName = 'f', ExecutionName = 'e') => {
    const { Events } = await call('GetExecutionHistory', { FlowName, ExecutionName, Limit: 999 });
    return Events.map(({ Type, StepName }) => `${Type} ${StepName}`.trim());
  };
  await define('f', Definition);
  await call('StartExecution', KEY);
  await settle();
  return { ...home, define, tasks, report, types };
}

describe('RedriveExecution', () => {
  test('goes on at the failed step; what finished stays, the old token is dead, the name stays idempotent', async () => {
    const { call, fail, settle, report, types } = await started();
    await report('a', { a: 1 });
    const old = await report('b', 'fail');
    expect(await call('DescribeExecution', KEY)).toMatchObject({ Status: 'Failed', RedriveCount: 0 });

    const answer = await call('RedriveExecution', KEY);
    expect(answer).toMatchObject({
      RedriveCount: 1,
      DryRun: false,
      StepsAgain: [{ StepName: 'b', StepPath: 'b', Calls: 1 }],
      StepsKept: [{ StepName: 'a' }],
    });
    const described = await call('DescribeExecution', KEY);
    expect(described).toMatchObject({ Status: 'Running', Output: '', StoppedTime: '', RedriveCount: 1 });
    expect(described.RedriveTime).toMatch(/Z$/);
    expect(described.RedriveRefusedReason).toBe('It has not ended');
    expect(await call('StartExecution', KEY)).toMatchObject({ Name: 'e', Status: 'Running' });
    await settle();
    expect(await fail('ReportTaskSucceeded', { TaskToken: old, Output: '{}' })).toMatchObject({
      Code: 'TaskAlreadyCompleted',
    });
    await report('b', { b: 2 });
    expect(await call('DescribeExecution', KEY)).toMatchObject({
      Status: 'Succeeded',
      Output: '{"a":1,"b":2}',
    });
    const history = await types();
    expect(history.filter((line) => line === 'StepExited a')).toHaveLength(1);
    expect(history.slice(history.indexOf('ExecutionFailed'))).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'TaskScheduled b',
      'TaskStarted b',
      'TaskSubmitted b',
      'TaskSucceeded b',
      'StepExited b',
      'StepEntered c',
      'StepStarted c',
      'StepSucceeded c',
      'StepExited c',
      'ExecutionSucceeded',
    ]);
  });

  test('tells in a dry run what would happen, and why it would not', async () => {
    const { call, report } = await started();
    await report('a', { a: 1 });
    await report('b', 'fail');
    expect(await call('RedriveExecution', { ...KEY, DryRun: true, FromStep: 'a' })).toMatchObject({
      FromStep: 'a',
      DryRun: true,
      RedriveCount: 0,
      StepsAgainCount: 2,
      StepsKeptCount: 0,
      Local: '{}',
    });
    // The value below a patch, without it.
    const patched = await call('RedriveExecution', { ...KEY, DryRun: true, Patch: '{"a": 2}' });
    expect(patched.Local).toBe('{"a":1}');
    expect(await call('RedriveExecution', { ...KEY, DryRun: true, FromStep: 'zz' })).toMatchObject({
      RefusedReason: 'No step zz was entered; entered were a, b',
      EventId: 0,
    });
    expect(await call('DescribeExecution', KEY)).toMatchObject({ Status: 'Failed' });
  });

  test('goes on with the newest definition and with mended data', async () => {
    const { call, settle, report, tasks } = await started();
    await report('a', { a: 1 });
    await report('b', 'fail');
    await call('UpdateFlow', { Name: 'f', Definition: flow(queue('a'), queue('b'), queue('d')) });
    await call('RedriveExecution', { ...KEY, Qualifier: 'LATEST', Patch: '{"a": 10}' });
    await settle();
    expect((await tasks())[0]?.Input).toBe('{"a":10}');
    await report('b', {});
    await report('d', { d: 4 });
    expect(await call('DescribeExecution', KEY)).toMatchObject({
      Output: '{"a":10,"d":4}',
      FlowDefinition: expect.stringContaining('name: d'),
    });
    const { Events } = await call('GetExecutionHistory', { ...KEY, Limit: 999 });
    const detail = Events.find(({ Type }) => Type === 'ExecutionRedriven')?.EventDetail ?? '{}';
    expect(JSON.parse(detail)).toMatchObject({ flowVersion: 2, patch: { a: 10 } });
  });

  test('refuses what has not ended or has succeeded, two points, and what another definition lacks', async () => {
    const { call, fail, report } = await started();
    const refused = async (more: object = {}) =>
      (await fail('RedriveExecution', { ...KEY, ...more })).Message;
    expect(await refused()).toBe('Execution e cannot be redriven. It has not ended');
    await report('a', {});
    await report('b', 'fail');
    expect(await refused({ FromStep: 'a', FromEventId: 2 })).toContain('exclude each other');
    await call('UpdateFlow', { Name: 'f', Definition: flow(queue('a')) });
    expect(await refused({ Qualifier: 'LATEST' })).toContain('with that definition: Step b is not there');
    await call('RedriveExecution', KEY);
    expect(await refused()).toContain('It has not ended');
    expect(await fail('RedriveExecution', { ...KEY, ExecutionName: 'x' })).toMatchObject({
      Code: 'ExecutionNotExists',
    });
  });

  test('lets a stopped execution go on, and one that has succeeded rest', async () => {
    const { call, fail, settle, report } = await started();
    await call('StopExecution', KEY);
    await settle();
    await call('RedriveExecution', KEY);
    await settle();
    await report('a', {});
    await report('b', {});
    expect(await call('DescribeExecution', KEY)).toMatchObject({
      Status: 'Succeeded',
      RedriveRefusedReason: 'It has succeeded',
    });
    expect((await fail('RedriveExecution', KEY)).Message).toContain('It has succeeded');
  });

  test('goes on a hundred times, and 90 days after the end', async () => {
    const { call, clock, settle } = await started(flow('{type: fail, name: no}'));
    const describeIt = () => call('DescribeExecution', KEY);
    for (let count = 1; count <= MAX_REDRIVES; count++) {
      await call('RedriveExecution', KEY);
      await settle();
    }
    expect((await describeIt()).RedriveRefusedReason).toBe('It has gone on 100 times, the most allowed');
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'other' });
    await settle();
    await clock.advanceBy(90 * 86_400_000 + 1_000);
    const late = await call('DescribeExecution', { FlowName: 'f', ExecutionName: 'other' });
    expect(late.RedriveRefusedReason).toBe('It ended more than 90 days ago');
  });
});

describe('a sync child', () => {
  const PARENT = flow('{type: task, name: call, resourceArn: "acs:fnf:::flow/child", pattern: sync}');

  async function withChild() {
    const home = await started(flow('{type: pass, name: nothing}'));
    await home.define('child', flow(queue('x'), queue('y')));
    await home.define('parent', PARENT);
    await home.call('StartExecution', { FlowName: 'parent', ExecutionName: 'p' });
    await home.settle();
    const children = async () => (await home.call('ListExecutions', { FlowName: 'child' })).Executions;
    return { ...home, children };
  }

  const P = { FlowName: 'parent', ExecutionName: 'p' };

  test('that failed goes on from its own failure when its parent does', async () => {
    const { call, settle, report, children } = await withChild();
    await report('x', { x: 1 }, 'child');
    await report('y', 'fail', 'child');
    expect(await call('DescribeExecution', P)).toMatchObject({ Status: 'Failed' });
    for (const redrive of [1, 2]) {
      await call('RedriveExecution', P);
      await settle();
      if (redrive === 1) await report('y', 'fail', 'child');
    }
    await report('y', { y: 2 }, 'child');
    expect(await call('DescribeExecution', P)).toMatchObject({
      Status: 'Succeeded',
      Output: '{"x":1,"y":2}',
    });
    expect(await children()).toHaveLength(1);
  });

  test('that was stopped with its parent goes on with it', async () => {
    const { call, settle, report, children } = await withChild();
    await report('x', { x: 1 }, 'child');
    await call('StopExecution', P);
    await settle();
    await call('RedriveExecution', P);
    await settle();
    await report('y', { y: 2 }, 'child');
    expect(await call('DescribeExecution', P)).toMatchObject({ Output: '{"x":1,"y":2}' });
    expect(await children()).toHaveLength(1);
    await call('StopExecution', P);
  });

  test('that has gone on with its parent is stopped with it', async () => {
    const { call, settle, report, children } = await withChild();
    await report('x', 'fail', 'child');
    await call('RedriveExecution', P);
    await settle();
    await call('StopExecution', P);
    await settle();
    expect((await children()).map(({ Status }) => Status)).toEqual(['Stopped']);
  });

  test('that was redriven alone and has succeeded completes its parent', async () => {
    const { call, settle, report } = await withChild();
    await report('x', 'fail', 'child');
    const [child] = (await call('ListExecutions', { FlowName: 'child' })).Executions;
    await call('RedriveExecution', { FlowName: 'child', ExecutionName: child?.Name ?? '' });
    await settle();
    await report('x', { x: 1 }, 'child');
    await report('y', { y: 1 }, 'child');
    await call('RedriveExecution', P);
    await settle();
    expect(await call('DescribeExecution', P)).toMatchObject({ Output: '{"x":1,"y":1}' });
  });
});
