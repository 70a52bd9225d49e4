import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../src/limits.ts';
import { TWO_PASSES } from '../../../helpers/api-flows.ts';
import { openApiHome } from '../../../helpers/api-home.ts';

const KEY = { FlowName: 'f', ScheduleName: 'nightly' };
const REQUEST = { ...KEY, CronExpression: '@every 5m' };

async function homeWithFlow() {
  const home = openApiHome({ limits: { ...DEFAULT_LIMITS, stepDataBytes: 100 } });
  await home.call('CreateFlow', { Name: 'f', Definition: TWO_PASSES, Description: '', Type: 'FDL' });
  return home;
}

describe('CreateSchedule', () => {
  test('answers the schedule, which fires unless told otherwise', async () => {
    const { call, clock } = await homeWithFlow();
    const created = await call('CreateSchedule', { ...REQUEST, Payload: '{"k": 1}', Description: 'why' });
    expect(Object.entries(created)).toEqual([
      ['ScheduleId', expect.stringMatching(/^[0-9a-f-]{36}$/)],
      ['ScheduleName', 'nightly'],
      ['CronExpression', '@every 5m'],
      ['Description', 'why'],
      ['Payload', '{"k": 1}'],
      ['Enable', true],
      ['CreatedTime', '2024-01-02T03:04:05.678Z'],
      ['LastModifiedTime', '2024-01-02T03:04:05.678Z'],
      ['NextFireTime', '2024-01-02T03:09:05.000Z'],
      ['RequestId', expect.any(String)],
    ]);
    const described = await call('DescribeSchedule', KEY);
    expect(described).toEqual({ ...created, RequestId: described.RequestId });
    expect(clock.nextDue()).toBeDefined();
  });

  test('starts the flow with the payload when it fires', async () => {
    const { call, clock, settle } = await homeWithFlow();
    await call('CreateSchedule', { ...REQUEST, Payload: '{"k":1}' });
    await clock.advanceBy(60_000);
    await settle();
    const { Executions } = await call('ListExecutions', { FlowName: 'f' });
    expect(Executions).toHaveLength(1);
    expect(JSON.parse(Executions[0]?.Input ?? '')).toMatchObject({
      payload: { k: 1 },
      triggerName: 'nightly',
    });
  });

  test.each([
    ['0 15 4 * * *', '2024-01-02T04:15:00.000Z'],
    ['CRON_TZ=Asia/Shanghai 0 0 9 * * *', '2024-01-03T01:00:00.000Z'],
    ['0 0 0 29 2 *', '2024-02-29T00:00:00.000Z'],
    ['@every 60m', '2024-01-02T04:04:05.000Z'],
  ])('%s fires next at %s, as every operation shows', async (CronExpression, NextFireTime) => {
    const { call } = await homeWithFlow();
    expect(await call('CreateSchedule', { ...KEY, CronExpression })).toMatchObject({ NextFireTime });
    expect(await call('DescribeSchedule', KEY)).toMatchObject({ NextFireTime });
    const listed = await call('ListSchedules', { FlowName: 'f' });
    expect(listed.Schedules).toEqual([expect.objectContaining({ NextFireTime })]);
    expect(await call('UpdateSchedule', { ...KEY, Enable: false })).toMatchObject({ NextFireTime: '' });
    expect(await call('UpdateSchedule', { ...KEY, Enable: true })).toMatchObject({ NextFireTime });
  });

  test('the next time moves on as time goes by', async () => {
    const { call, clock } = await homeWithFlow();
    await call('CreateSchedule', REQUEST);
    await clock.advanceBy(11 * 60_000);
    expect(await call('DescribeSchedule', KEY)).toMatchObject({ NextFireTime: '2024-01-02T03:19:05.000Z' });
  });

  test('a disabled schedule does not fire', async () => {
    const { call, clock } = await homeWithFlow();
    expect(await call('CreateSchedule', { ...REQUEST, Enable: false })).toMatchObject({ Enable: false });
    expect(clock.nextDue()).toBeUndefined();
  });

  test('refuses a name that is in use, and a flow that does not exist', async () => {
    const { call, fail } = await homeWithFlow();
    await call('CreateSchedule', REQUEST);
    expect(await fail('CreateSchedule', REQUEST)).toMatchObject({
      status: 409,
      Code: 'ScheduleAlreadyExists',
      Message: 'Schedule nightly already exists in flow f',
    });
    expect(await fail('CreateSchedule', { ...REQUEST, FlowName: 'g' })).toMatchObject({
      Code: 'FlowNotExists',
    });
  });

  test.each([
    '',
    '@every 0m',
    '@hourly',
    '0 0 * * *',
    '* * * * * *',
    '0 0 0 1 * MON',
    'CRON_TZ=Mars/Base 0 0 0 * * *',
  ])('refuses %j as an expression', async (CronExpression) => {
    const { fail } = await homeWithFlow();
    expect(await fail('CreateSchedule', { ...REQUEST, CronExpression })).toMatchObject({
      Code: 'InvalidArgument',
      Message: expect.stringMatching(/^Parameter CronExpression/),
    });
  });

  test.each(['[]', '1', 'x'])('refuses %j as payload', async (Payload) => {
    const { fail } = await homeWithFlow();
    expect(await fail('CreateSchedule', { ...REQUEST, Payload })).toMatchObject({ Code: 'InvalidArgument' });
  });

  test('refuses a payload that no step could hold', async () => {
    const { fail } = await homeWithFlow();
    const Payload = `{"a":"${'x'.repeat(100)}"}`;
    expect(await fail('CreateSchedule', { ...REQUEST, Payload })).toMatchObject({ Code: 'EntityTooLarge' });
  });
});

describe('UpdateSchedule', () => {
  test('changes what is given and keeps the rest', async () => {
    const { call, clock } = await homeWithFlow();
    const created = await call('CreateSchedule', { ...REQUEST, Payload: '{"k":1}', Description: 'why' });
    await clock.advanceBy(1_000);
    const updated = await call('UpdateSchedule', { ...KEY, CronExpression: '0 30 9 * * *' });
    expect(updated).toEqual({
      ...created,
      RequestId: updated.RequestId,
      CronExpression: '0 30 9 * * *',
      LastModifiedTime: '2024-01-02T03:04:06.678Z',
      NextFireTime: '2024-01-02T09:30:00.000Z',
    });
    expect(await call('UpdateSchedule', { ...KEY, Payload: '', Description: '' })).toMatchObject({
      Payload: '',
      Description: '',
      CronExpression: '0 30 9 * * *',
    });
  });

  test('ends and begins the firing', async () => {
    const { call, clock } = await homeWithFlow();
    await call('CreateSchedule', REQUEST);
    expect(await call('UpdateSchedule', { ...KEY, Enable: false })).toMatchObject({ Enable: false });
    expect(clock.nextDue()).toBeUndefined();
    await call('UpdateSchedule', { ...KEY, Enable: true });
    expect(clock.nextDue()).toBeDefined();
  });

  test('refuses wrong values and what does not exist', async () => {
    const { call, fail } = await homeWithFlow();
    expect(await fail('UpdateSchedule', KEY)).toMatchObject({ status: 404, Code: 'ScheduleNotExists' });
    expect(await fail('UpdateSchedule', { ...KEY, FlowName: 'g' })).toMatchObject({ Code: 'FlowNotExists' });
    await call('CreateSchedule', REQUEST);
    expect(await fail('UpdateSchedule', { ...KEY, CronExpression: '@every' })).toMatchObject({
      Code: 'InvalidArgument',
    });
  });
});

describe('ListSchedules', () => {
  test('answers the schedules of one flow page by page, in order of names', async () => {
    const { call } = await homeWithFlow();
    await call('CreateFlow', { Name: 'g', Definition: TWO_PASSES, Description: '', Type: 'FDL' });
    for (const ScheduleName of ['c', 'a', 'b']) await call('CreateSchedule', { ...REQUEST, ScheduleName });
    await call('CreateSchedule', { ...REQUEST, FlowName: 'g' });
    const first = await call('ListSchedules', { FlowName: 'f', Limit: 2 });
    expect(first.Schedules.map(({ ScheduleName }) => ScheduleName)).toEqual(['a', 'b']);
    const second = await call('ListSchedules', {
      FlowName: 'f',
      Limit: 2,
      NextToken: String(first.NextToken),
    });
    expect(second.Schedules.map(({ ScheduleName }) => ScheduleName)).toEqual(['c']);
    expect(second).not.toHaveProperty('NextToken');
  });

  test('refuses a token of another flow, and a flow that does not exist', async () => {
    const { call, fail } = await homeWithFlow();
    await call('CreateFlow', { Name: 'g', Definition: TWO_PASSES, Description: '', Type: 'FDL' });
    for (const ScheduleName of ['a', 'b']) await call('CreateSchedule', { ...REQUEST, ScheduleName });
    const { NextToken } = await call('ListSchedules', { FlowName: 'f', Limit: 1 });
    expect(await fail('ListSchedules', { FlowName: 'g', NextToken })).toMatchObject({
      Code: 'InvalidArgument',
    });
    expect(await fail('ListSchedules', { FlowName: 'h' })).toMatchObject({ Code: 'FlowNotExists' });
  });
});

describe('DeleteSchedule', () => {
  test('ends the firing and frees the name', async () => {
    const { call, fail, clock } = await homeWithFlow();
    await call('CreateSchedule', REQUEST);
    expect(await call('DeleteSchedule', KEY)).toEqual({ RequestId: expect.any(String) });
    expect(clock.nextDue()).toBeUndefined();
    expect(await fail('DescribeSchedule', KEY)).toMatchObject({
      status: 404,
      Code: 'ScheduleNotExists',
      Message: "Schedule 'nightly' does not exist in flow 'f'",
    });
    expect(await fail('DeleteSchedule', KEY)).toMatchObject({ Code: 'ScheduleNotExists' });
    await call('CreateSchedule', REQUEST);
  });
});
