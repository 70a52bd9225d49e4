import { expect, test } from 'vitest';
import {
  draftOf,
  fromLocalInput,
  NEW_SCHEDULE,
  requestOf,
  toLocalInput,
} from '../../../console/src/pages/flow/schedules/schedule-draft.ts';

test('an instant goes through an input of local time and back, to the second', () => {
  for (const at of ['2026-03-29T00:59:59.000Z', '2026-03-29T01:00:00.000Z', '2026-12-24T18:00:00.000Z'])
    expect(fromLocalInput(toLocalInput(at))).toBe(at);
  expect([toLocalInput(''), fromLocalInput('')]).toEqual(['', '']);
});

test('a schedule that is edited and not changed is saved as it was', () => {
  const schedule = {
    ScheduleId: 'id',
    ScheduleName: 'nightly',
    CronExpression: '0 0 3 * * *',
    Description: 'why',
    Payload: '{"k":1}',
    Enable: false,
    OverlapPolicy: 'BufferOne',
    StartTime: '2026-01-01T00:00:00.000Z',
    EndTime: '2026-02-01T00:00:00.000Z',
    JitterSeconds: 5,
    CatchUpSeconds: 60,
    PauseReason: 'stock-taking',
    CreatedTime: '2026-01-01T00:00:00.000Z',
    LastModifiedTime: '2026-01-01T00:00:00.000Z',
    NextFireTime: '',
  } as const;
  const { ScheduleId, CreatedTime, LastModifiedTime, NextFireTime, ...fields } = schedule;
  const saved = requestOf('f', draftOf(schedule));
  expect({ ...saved, Payload: JSON.stringify(JSON.parse(saved.Payload ?? '')) }).toEqual({
    ...fields,
    FlowName: 'f',
    Qualifier: 'LATEST',
  });
});

test('a new schedule has no bounds and starts an execution each time; a reason goes once it is enabled', () => {
  expect(requestOf('f', { ...NEW_SCHEDULE, name: 's', pauseReason: 'old' })).toMatchObject({
    OverlapPolicy: 'AllowAll',
    StartTime: '',
    EndTime: '',
    JitterSeconds: 0,
    PauseReason: '',
  });
});
