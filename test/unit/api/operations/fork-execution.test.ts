import { describe, expect, test } from 'vitest';
import { openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ExecutionName: 'e' };
const FORK = { FlowName: 'f', ExecutionName: 'fork' };

const queue = (name: string, more = '') =>
  `{type: task, name: ${name}, resourceArn: acs:mns:::/queues/q/messages, pattern: waitForCallback, serviceParams: {MessageBody: $}${more}}`;

const flow = (...steps: readonly string[]) =>
  `version: v1\ntype: flow\nsteps:\n${steps.map((step) => `  - ${step}`).join('\n')}\n`;

const WHO =
  ', inputMappings: [{target: who, source: $context.execution.name}, {target: n, source: $input.n}]';
const TWO = flow(queue('a', WHO), queue('b', WHO), '{type: pass, name: c}');

/** A home with a started execution whose tasks a test reports. */
async function started(Definition = TWO) {
  const home = openApiHome();
  const { call, settle } = home;
  await call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL' });
  await call('StartExecution', { ...KEY, Input: '{"n": 1}', Labels: '{"order": "7"}' });
  await settle();
  const tasks = async (ExecutionName: string) =>
    (await call('ListOpenTasks', { FlowName: 'f', ExecutionName })).Tasks;
  const report = async (step: string, output: object | 'fail', ExecutionName = 'e') => {
    const task = (await tasks(ExecutionName)).find(({ StepName }) => StepName === step);
    if (task === undefined) throw new Error(`nobody waits at ${step} of ${ExecutionName}`);
    const { TaskToken } = task;
    if (output === 'fail') await call('ReportTaskFailed', { TaskToken, Error: 'Broken' });
    else await call('ReportTaskSucceeded', { TaskToken, Output: JSON.stringify(output) });
    await settle();
  };
  const fork = async (request: object = {}) => {
    const answer = await call('ForkExecution', { ...KEY, NewExecutionName: 'fork', ...request });
    await settle();
    return answer;
  };
  const events = async (ExecutionName: string) =>
    (await call('GetExecutionHistory', { FlowName: 'f', ExecutionName, Limit: 999 })).Events;
  const describeIt = (ExecutionName: string) => call('DescribeExecution', { FlowName: 'f', ExecutionName });
  return { ...home, tasks, report, fork, events, describeIt };
}

describe('ForkExecution', () => {
  test('of one that runs goes on beside it, with its log, its labels and tokens of its own; each names the other', async () => {
    const { report, fork, events, describeIt, tasks } = await started();
    await report('a', { a: 1 });
    expect(await fork()).toMatchObject({
      ...KEY,
      NewExecutionName: 'fork',
      DryRun: false,
      StepsAgain: [{ StepName: 'b', Calls: 1 }],
      StepsKept: [{ StepName: 'a' }],
    });
    const source = await events('e');
    const forked = await events('fork');
    expect(forked.slice(0, source.length)).toEqual(source);
    const next = forked[source.length];
    expect(next).toMatchObject({ EventId: source.length + 1, Type: 'ExecutionForked' });
    expect(JSON.parse(next?.EventDetail ?? '')).toMatchObject({ executionName: 'e', flowVersion: 1 });
    expect(await describeIt('e')).toMatchObject({ Status: 'Running', Forks: ['fork'] });
    expect(await describeIt('fork')).toMatchObject({
      Status: 'Running',
      Input: '{"n": 1}',
      Labels: '{"order":"7"}',
      ForkedFrom: { FlowName: 'f', ExecutionName: 'e', EventId: source.length },
    });
    const [[mine], [theirs]] = await Promise.all([tasks('e'), tasks('fork')]);
    expect(mine?.TaskToken).not.toBe(theirs?.TaskToken);
    await report('b', { b: 'fork' }, 'fork');
    await report('b', { b: 'e' });
    expect(await describeIt('fork')).toMatchObject({ Status: 'Succeeded', Output: '{"a":1,"b":"fork"}' });
    expect(await describeIt('e')).toMatchObject({ Status: 'Succeeded', Output: '{"a":1,"b":"e"}' });
    // The input of a step says for which execution it ran.
    const scheduled = (await events('fork')).filter(({ Type }) => Type === 'TaskScheduled');
    const who = scheduled.map(({ EventDetail }) => JSON.parse(EventDetail).input.who);
    expect(who).toEqual(['e', 'e', 'fork']);
  });

  test('of one that has succeeded goes on at a chosen step, with another input, definition and data', async () => {
    const { call, fail, report, fork, describeIt, tasks, settle } = await started();
    await report('a', { a: 1 });
    await report('b', { b: 2 });
    expect(await fail('ForkExecution', KEY)).toMatchObject({ Code: 'ExecutionNotForkable' });
    await call('UpdateFlow', {
      Name: 'f',
      Definition: flow(queue('a', WHO), queue('b', WHO), queue('d', WHO)),
    });
    await fork({ FromStep: 'b', Input: '{"n": 2}', Patch: '{"a": 10}', Qualifier: 'LATEST' });
    await report('b', { b: 3 }, 'fork');
    const [task] = await tasks('fork');
    expect(task?.StepName).toBe('d');
    expect(JSON.parse(task?.Input ?? '')).toEqual({ who: 'fork', n: 2 });
    await report('d', {}, 'fork');
    expect(await describeIt('fork')).toMatchObject({ Input: '{"n": 2}', Output: '{"a":10,"b":3}' });
    expect(await describeIt('e')).toMatchObject({ Input: '{"n": 1}', Output: '{"a":1,"b":2}' });
    await settle();
  });

  test('of a fork has the log of both, and each stretch of it the input and name of its own', async () => {
    const { call, report, fork, events, describeIt, settle } = await started();
    await report('a', { a: 1 });
    await fork({ FromStep: 'a', Input: '{"n": 2}' });
    await report('a', { a: 2 }, 'fork');
    await report('b', 'fail', 'fork');
    await call('ForkExecution', { ...FORK, NewExecutionName: 'third', FromStep: 'a', Input: '{"n": 3}' });
    await settle();
    const second = await events('fork');
    const third = await events('third');
    expect(third.slice(0, second.length)).toEqual(second);
    const scheduled = third.filter(({ Type }) => Type === 'TaskScheduled');
    expect(scheduled.map(({ EventDetail }) => JSON.parse(EventDetail).input)).toEqual([
      { who: 'e', n: 1 },
      { who: 'e', n: 1 },
      { who: 'fork', n: 2 },
      { who: 'fork', n: 2 },
      { who: 'third', n: 3 },
    ]);
    await report('a', { a: 3 }, 'third');
    await report('b', { b: 3 }, 'third');
    expect(await describeIt('third')).toMatchObject({ Output: '{"a":3,"b":3}' });
  });

  test('can itself be redriven, from before it was forked, too', async () => {
    const { call, report, fork, describeIt, settle } = await started();
    await report('a', { a: 1 });
    await fork();
    await report('b', 'fail', 'fork');
    await call('RedriveExecution', { ...FORK, FromStep: 'a' });
    await settle();
    await report('a', { a: 5 }, 'fork');
    await report('b', { b: 6 }, 'fork');
    expect(await describeIt('fork')).toMatchObject({ Output: '{"a":5,"b":6}', RedriveCount: 1 });
  });

  test('tells in a dry run what it would be, and changes nothing', async () => {
    const { call, report, describeIt } = await started();
    await report('a', { a: 1 });
    expect(await call('ForkExecution', { ...KEY, DryRun: true })).toMatchObject({
      DryRun: true,
      NewExecutionName: '',
      StepsAgainCount: 1,
      Local: '{"a":1}',
    });
    expect(await call('ForkExecution', { ...KEY, DryRun: true, FromStep: 'zz' })).toMatchObject({
      RefusedReason: 'No step zz was entered; entered were a, b',
      EventId: 0,
    });
    expect(await describeIt('e')).not.toHaveProperty('Forks');
  });

  test('has a name of its own: a repeat finds it while it runs, any other execution of that name is in the way', async () => {
    const { call, fail, fork, describeIt, settle } = await started();
    const first = await fork();
    expect(await fork()).toMatchObject({ NewExecutionName: 'fork', EventId: first.EventId });
    await call('StopExecution', FORK);
    await settle();
    const taken = await fail('ForkExecution', { ...KEY, NewExecutionName: 'fork' });
    expect(taken).toMatchObject({ Code: 'ExecutionAlreadyExists' });
    expect(await fail('ForkExecution', { ...KEY, NewExecutionName: 'e' })).toMatchObject({
      Code: 'ExecutionAlreadyExists',
    });
    expect(await describeIt('e')).toMatchObject({ Forks: ['fork'] });
  });

  test('takes another input only where the flow’s own list goes on', async () => {
    const each = `{type: foreach, name: each, iterationMapping: {collection: $.list, item: x}, steps: [${queue('inner')}]}`;
    const { call } = await started(
      flow(`{type: pass, name: p, outputMappings: [{target: list, source: $input.list}]}`, each),
    );
    await call('StartExecution', { FlowName: 'f', ExecutionName: 'two', Input: '{"list": [1]}' });
    const refused = await call('ForkExecution', {
      FlowName: 'f',
      ExecutionName: 'two',
      Input: '{"list": [1, 2]}',
      DryRun: true,
    });
    expect(refused.RefusedReason).toMatch(/lists inside step each are open/);
  });
});
