import { describe, expect, test } from 'vitest';
import type { OverlapPolicyName } from '../../../../src/api/contract.ts';
import { type ApiHome, openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ScheduleName: 'nightly' };
const MINUTE = 60_000;
/** Schedules fire in whole seconds. */
const BEGUN = Date.parse('2024-01-02T03:04:05Z');
/** Runs for two and a half minutes; schedules of this home fire every minute. */
const SLOW = 'version: v1\ntype: flow\nsteps:\n  - {type: wait, name: rest, duration: 150}\n';
const DAILY = { ...KEY, CronExpression: '0 0 3 * * *' };

async function homeWith(given: object = {}): Promise<ApiHome> {
  const home = openApiHome({}, BEGUN);
  await home.call('CreateFlow', { Name: 'f', Definition: SLOW, Description: '', Type: 'FDL' });
  await home.call('CreateSchedule', { ...KEY, CronExpression: '@every 1m', ...given });
  return home;
}

/** Lets so many minutes pass, and handles what falls due in quarters of a minute. */
async function pass({ clock, settle }: ApiHome, minutes: number): Promise<void> {
  for (let quarter = 0; quarter < minutes * 4; quarter += 1) {
    await clock.advanceBy(MINUTE / 4);
    await settle();
  }
}

/** Minutes from the first instant at which executions started, and what became of each. */
async function starts({ call }: ApiHome): Promise<readonly string[]> {
  const { Executions } = await call('ListExecutions', { FlowName: 'f' });
  return Executions.toReversed().map(({ StartedTime, Status }) => {
    return `${((Date.parse(StartedTime) - BEGUN) / MINUTE).toFixed(2)} ${Status}`;
  });
}

describe('while the execution of an earlier firing runs', () => {
  test.each<[OverlapPolicyName, readonly string[]]>([
    [
      'AllowAll',
      ['1.00 Succeeded', '2.00 Succeeded', '3.00 Succeeded', '4.00 Running', '5.00 Running', '6.00 Running'],
    ],
    ['Skip', ['1.00 Succeeded', '4.00 Running']],
    [
      'CancelOther',
      ['1.00 Stopped', '2.00 Stopped', '3.00 Stopped', '4.00 Stopped', '5.00 Stopped', '6.00 Running'],
    ],
    // The second firing starts once the first execution has ended, the third is skipped, the next one waits.
    ['BufferOne', ['1.00 Succeeded', '3.75 Running']],
  ])('a schedule with %s starts what that says', async (OverlapPolicy, expected) => {
    const home = await homeWith({ OverlapPolicy });
    await pass(home, 6);
    expect(await starts(home)).toEqual(expected);
  });

  test('firings that started nothing are listed with the reason, and what was missed or waits too', async () => {
    const home = await homeWith({ OverlapPolicy: 'Skip' });
    await pass(home, 3);
    const { Runs } = await home.call('ListScheduleRuns', KEY);
    expect(Runs.map(({ Outcome, Status = '', Reason = '' }) => `${Outcome} ${Status}${Reason}`)).toEqual([
      expect.stringMatching(/^Skipped schedule-.* was still running$/),
      expect.stringMatching(/^Skipped schedule-.* was still running$/),
      'Started Running',
    ]);
    await home.call('UpdateSchedule', { ...KEY, OverlapPolicy: 'BufferOne' });
    await pass(home, 1);
    expect((await home.call('ListScheduleRuns', { ...KEY, Limit: 1 })).Runs).toMatchObject([
      { Outcome: expect.stringMatching(/Waiting|Started/) },
    ]);
  });

  test('a start that waits is dropped when the schedule is disabled, and a repeat of a firing starts nothing', async () => {
    const home = await homeWith({ OverlapPolicy: 'BufferOne' });
    await pass(home, 2.25);
    await home.call('UpdateSchedule', { ...KEY, Enable: false, PauseReason: 'stock-taking' });
    await pass(home, 4);
    const { Executions } = await home.call('ListExecutions', { FlowName: 'f' });
    expect(Executions).toHaveLength(1);
    const { id: flowId } = (await home.services.flows.readFlow('f')) ?? { id: '' };
    const { ScheduleId: scheduleId } = await home.call('UpdateSchedule', {
      ...KEY,
      Enable: true,
      OverlapPolicy: 'Skip',
    });
    const executionName = Executions[0]?.Name ?? '';
    const turn = { flowId, scheduleId, scheduleName: 'nightly', dueAt: 1 };
    await home.services.queue.send({ kind: 'start', flowName: 'f', executionName, input: '{}', turn });
    await home.settle();
    expect((await home.call('ListExecutions', { FlowName: 'f' })).Executions).toHaveLength(1);
  });
});

describe('the fields that the original has not', () => {
  test('come back as they were given, and go with their empty values', async () => {
    const home = await homeWith();
    const given = {
      OverlapPolicy: 'Skip',
      StartTime: '2024-02-01T00:00:00.000Z',
      EndTime: '2024-03-01T00:00:00.000Z',
      JitterSeconds: 30,
      CatchUpSeconds: 3_600,
    } as const;
    expect(await home.call('UpdateSchedule', { ...DAILY, ...given })).toMatchObject({
      ...given,
      NextFireTime: '2024-02-01T03:00:00.000Z',
    });
    const cleared = await home.call('UpdateSchedule', {
      ...KEY,
      OverlapPolicy: 'AllowAll',
      StartTime: '',
      EndTime: '',
      JitterSeconds: 0,
      CatchUpSeconds: 0,
    });
    for (const name of Object.keys(given)) expect(cleared).not.toHaveProperty(name);
  });

  test('a reason is kept while the schedule rests', async () => {
    const home = await homeWith();
    const paused = await home.call('UpdateSchedule', { ...KEY, Enable: false, PauseReason: 'stock-taking' });
    expect(paused).toMatchObject({ PauseReason: 'stock-taking', NextFireTime: '' });
    expect(await home.call('UpdateSchedule', { ...KEY, Enable: true })).not.toHaveProperty('PauseReason');
    expect(await home.fail('UpdateSchedule', { ...KEY, PauseReason: 'why' })).toMatchObject({
      Message: expect.stringContaining('Enable must be false'),
    });
  });

  test.each([
    [{ OverlapPolicy: 'Sometimes' }, 'AllowAll, Skip, BufferOne, CancelOther'],
    [{ StartTime: 'tomorrow' }, 'StartTime is "tomorrow"'],
    [{ StartTime: '2024-03-01T00:00:00Z', EndTime: '2024-02-01T00:00:00Z' }, 'EndTime must be later'],
    [{ JitterSeconds: 601 }, 'from 0 to 600'],
    [{ CatchUpSeconds: 86_401 }, 'from 0 to 86400'],
    [{ CronExpression: 'at(2024-01-01T00:00:00Z)' }, 'has passed'],
  ])('%j is refused', async (given, message) => {
    const home = await homeWith();
    expect(await home.fail('UpdateSchedule', { ...KEY, ...given })).toMatchObject({
      Code: 'InvalidArgument',
      Message: expect.stringContaining(message),
    });
  });
});

test('a schedule is started now, beside what runs and although it rests', async () => {
  const home = await homeWith({ Enable: false, OverlapPolicy: 'Skip', Payload: '{"k":1}' });
  const { ExecutionName } = await home.call('TriggerSchedule', KEY);
  await home.clock.advanceBy(1_000);
  await home.call('TriggerSchedule', KEY);
  await home.settle();
  const { Executions } = await home.call('ListExecutions', { FlowName: 'f' });
  expect(Executions.map(({ Name }) => Name)).toContain(ExecutionName);
  expect(Executions).toHaveLength(2);
  expect(JSON.parse(Executions[0]?.Input ?? '')).toMatchObject({ payload: { k: 1 }, triggerName: 'nightly' });
  const { Runs, NextFireTimes } = await home.call('ListScheduleRuns', KEY);
  expect(Runs).toMatchObject([{ Outcome: 'Started' }, { Outcome: 'Started', ExecutionName }]);
  expect(NextFireTimes).toEqual([]);
});

describe('a backfill', () => {
  const RANGE = { ...KEY, StartTime: '2023-12-30T00:00:00Z', EndTime: '2024-01-01T03:00:00Z' };

  test('starts each fire time of a range that has not run, and tells them before', async () => {
    const home = await homeWith({ CronExpression: DAILY.CronExpression, Enable: false });
    const planned = await home.call('BackfillSchedule', { ...RANGE, DryRun: true });
    await home.settle();
    expect((await home.call('ListExecutions', { FlowName: 'f' })).Executions).toEqual([]);
    expect(planned.Starts.map(({ ScheduledTime }) => ScheduledTime)).toEqual([
      '2023-12-30T03:00:00.000Z',
      '2023-12-31T03:00:00.000Z',
      '2024-01-01T03:00:00.000Z',
    ]);
    for (const _twice of [1, 2]) {
      expect((await home.call('BackfillSchedule', RANGE)).Starts).toEqual(planned.Starts);
      await home.settle();
    }
    const { Executions } = await home.call('ListExecutions', { FlowName: 'f' });
    expect(Executions.map(({ Name }) => Name).toSorted()).toEqual(
      planned.Starts.map(({ ExecutionName }) => ExecutionName),
    );
  });

  test.each([
    [{ ...RANGE, EndTime: '2023-01-01T00:00:00Z' }, 'earlier than StartTime'],
    [{ ...RANGE, EndTime: '2030-01-01T00:00:00Z' }, 'has not passed'],
    [{ ...RANGE, StartTime: '2020-01-01T00:00:00Z' }, 'more than 200 fire times'],
  ])('of a range that is %j is refused', async (request, message) => {
    const home = await homeWith({ CronExpression: DAILY.CronExpression });
    expect(await home.fail('BackfillSchedule', request)).toMatchObject({
      Code: 'InvalidArgument',
      Message: expect.stringContaining(message),
    });
  });
});

test('the last fire times and the next ten are listed, missed ones with them', async () => {
  const home = await homeWith({ CronExpression: '0 0 * * * *' });
  // This home fires every minute, not when the expression says: all full hours are missed.
  await home.clock.advanceBy(3 * 60 * MINUTE);
  const { Runs, NextFireTimes } = await home.call('ListScheduleRuns', { ...KEY, Limit: 100 });
  expect(
    Runs.filter(({ Outcome }) => Outcome === 'Missed').map(({ ScheduledTime }) => ScheduledTime),
  ).toEqual(['2024-01-02T06:00:00.000Z', '2024-01-02T05:00:00.000Z', '2024-01-02T04:00:00.000Z']);
  expect(NextFireTimes).toHaveLength(10);
  expect(NextFireTimes[0]).toBe('2024-01-02T07:00:00.000Z');
});
