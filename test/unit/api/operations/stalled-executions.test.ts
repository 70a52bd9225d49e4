import { describe, expect, test } from 'vitest';
import type { CallOutcome, TaskTargets } from '../../../../src/ports/task-targets.ts';
import { CALLBACK } from '../../../helpers/api-flows.ts';
import { type ApiHome, HOME_START, openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ExecutionName: 'e' };
const HOUR = 3_600_000;

const flow = (...steps: readonly string[]) =>
  `version: v1\ntype: flow\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`;
const CALL = '{type: task, name: call, resourceArn: "acs:fc:::services/s/functions/f"}';

const SUCCESS: CallOutcome = { kind: 'succeeded', output: '{}' };
const TARGETS: TaskTargets = { call: async () => SUCCESS };

/** A home in which an execution of a flow was started; nothing has handled its message. */
async function started(Definition: string): Promise<ApiHome> {
  const home = openApiHome({ targets: TARGETS });
  await home.call('CreateFlow', { Name: 'f', Definition, Description: '', Type: 'FDL' });
  await home.call('StartExecution', KEY);
  return home;
}

/** As if an operator had purged the queue. */
async function loseMessages({ queue, clock }: ApiHome): Promise<void> {
  await clock.advanceBy(900_000);
  for (let lost = queue.take(); lost !== undefined; lost = queue.take()) lost.answer({ done: true });
}

/** Timers that are due send messages as soon as time goes on. */
async function settle({ settle, clock }: ApiHome): Promise<void> {
  await settle();
  await clock.advanceBy(1);
  await settle();
}

async function stalled(home: ApiHome, IdleSeconds?: number) {
  const request = { FlowName: 'f', ...(IdleSeconds !== undefined && { IdleSeconds }) };
  return (await home.call('ListStalledExecutions', request)).Executions;
}

const at = (milliseconds: number) => new Date(HOME_START + milliseconds).toISOString();

describe('an execution whose message is lost', () => {
  test.each([
    ['before its task is called', flow(CALL), { WaitsFor: 'Task', StepName: 'call', SinceTime: at(0) }],
    [
      'before its first events',
      flow(CALL.replace('}', ', timeoutSeconds: 60}')),
      { WaitsFor: 'Start', StepName: '', SinceTime: at(0) },
    ],
    ['before its end is recorded', flow('{type: pass, name: a}'), { WaitsFor: 'End', SinceTime: at(0) }],
    [
      'before its timer is armed',
      flow('{type: wait, name: rest, duration: 60}', '{type: pass, name: a}'),
      { WaitsFor: 'Timer', StepName: 'rest', SinceTime: at(60_000) },
    ],
  ])('%s is listed after an hour, and goes on when it is resumed', async (_when, definition, owed) => {
    const home = await started(definition);
    await loseMessages(home);
    expect(await stalled(home)).toEqual([]);

    await home.clock.advanceBy(HOUR);
    expect(await stalled(home)).toEqual([{ ...KEY, StepName: '', ...owed }]);

    expect(await home.call('ResumeExecution', KEY)).toMatchObject(KEY);
    await settle(home);
    expect(await home.call('DescribeExecution', KEY)).toMatchObject({ Status: 'Succeeded' });
    expect(await stalled(home)).toEqual([]);
  });
});

describe('an execution that', () => {
  test('waits for a report stands not still, however long', async () => {
    const home = await started(CALLBACK);
    await home.settle();
    await home.clock.advanceBy(1_000 * HOUR);
    expect(await stalled(home)).toEqual([]);
  });

  test('waits for a report past its deadline stands still', async () => {
    const home = await started(
      CALLBACK.replace('pattern: waitForCallback', 'pattern: waitForCallback\n    timeoutSeconds: 60'),
    );
    await home.settle();
    await loseMessages(home);
    expect(await stalled(home, 600)).toEqual([
      { ...KEY, WaitsFor: 'Timer', StepName: '', SinceTime: at(60_000) },
    ]);
    await home.call('ResumeExecution', KEY);
    await settle(home);
    expect(await home.call('DescribeExecution', KEY)).toMatchObject({ Status: 'Failed' });
  });

  test('waits for a time to come stands not still', async () => {
    const home = await started(flow('{type: wait, name: rest, duration: 86400}', '{type: pass, name: a}'));
    await home.settle();
    await home.clock.advanceBy(23 * HOUR);
    expect(await stalled(home, 0)).toEqual([]);
  });

  test('has ended is left as it is when it is resumed', async () => {
    const home = await started(flow('{type: pass, name: a}'));
    await home.settle();
    expect(await home.call('ResumeExecution', KEY)).toMatchObject({ Status: 'Succeeded' });
    expect(home.queue.undeleted()).toEqual([]);
  });
});

test('Among many, a page holds those that stand still, and a token for what is yet to be looked at', async () => {
  const home = await started(flow(CALL));
  for (const name of ['b', 'c', 'd']) await home.call('StartExecution', { ...KEY, ExecutionName: name });
  await loseMessages(home);
  await home.clock.advanceBy(HOUR);
  const first = await home.call('ListStalledExecutions', { FlowName: 'f', Limit: 3 });
  const { NextToken = '' } = first;
  const second = await home.call('ListStalledExecutions', { FlowName: 'f', Limit: 3, NextToken });
  expect(second.NextToken).toBeUndefined();
  const names = [first, second].flatMap(({ Executions }) =>
    Executions.map(({ ExecutionName }) => ExecutionName),
  );
  expect(names.sort()).toEqual(['b', 'c', 'd', 'e']);
});

test('The oldest of several tasks tells since when an execution stands still, though others went on', async () => {
  const home = await started(
    flow(
      '{type: parallel, name: both, branches: [{steps: [{type: task, name: one, resourceArn: "acs:fc:::services/s/functions/one"}]}, {steps: [{type: wait, name: rest, duration: 600}, {type: task, name: two, resourceArn: "acs:mns:::/queues/q/messages", pattern: waitForCallback, serviceParams: {MessageBody: $}}]}]}',
    ),
  );
  const delivery = home.queue.take();
  await home.clock.advanceBy(600_000);
  delivery?.answer({ done: true });
  await home.clock.advanceBy(HOUR);
  expect(await stalled(home)).toMatchObject([{ WaitsFor: 'Task', StepName: 'one', SinceTime: at(0) }]);
});
