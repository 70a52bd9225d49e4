import { describe, expect, test } from 'vitest';
import { awsCronProblem, awsTiming, isOver } from '../../../../../src/adapters/aws/dispatch/aws-cron.ts';
import { nextFireTime } from '../../../../../src/adapters/embedded/fire-times.ts';
import { awsCron } from '../../../../aws/emulated/scheduler.ts';
import { makeSchedule } from '../../../../conformance/flow-fixtures.ts';

const NOW = Date.UTC(2026, 0, 1, 0, 7);

/** FnF expression, what AWS is given, and the time zone. */
const EXPRESSIONS: readonly (readonly [string, string, string])[] = [
  ['0 * * * * *', 'cron(* * * * ? *)', 'UTC'],
  ['30 9 * * * *', 'cron(9 * * * ? *)', 'UTC'],
  ['0 0 0 * * *', 'cron(0 0 * * ? *)', 'UTC'],
  ['0 30 8 * * *', 'cron(30 8 * * ? *)', 'UTC'],
  ['0 0/30 * * * *', 'cron(0/30 * * * ? *)', 'UTC'],
  ['0 3/5 * * * *', 'cron(3/5 * * * ? *)', 'UTC'],
  ['0 */15 * * * *', 'cron(0/15 * * * ? *)', 'UTC'],
  ['0 20-22,50 * * * *', 'cron(20,21,22,50 * * * ? *)', 'UTC'],
  ['0 0-30/10 * * * *', 'cron(0,10,20,30 * * * ? *)', 'UTC'],
  ['0 0 9-17 * * *', 'cron(0 9-17 * * ? *)', 'UTC'],
  ['0 0 12 1 * *', 'cron(0 12 1 * ? *)', 'UTC'],
  ['0 0 12 1/10 * ?', 'cron(0 12 1/10 * ? *)', 'UTC'],
  ['0 0 12 31 * *', 'cron(0 12 31 * ? *)', 'UTC'],
  ['0 0 12 ? * *', 'cron(0 12 * * ? *)', 'UTC'],
  ['0 0 12 ? * 1', 'cron(0 12 ? * MON *)', 'UTC'],
  ['0 0 12 * * 7', 'cron(0 12 ? * SUN *)', 'UTC'],
  ['0 0 12 * * MON-FRI', 'cron(0 12 ? * MON,TUE,WED,THU,FRI *)', 'UTC'],
  ['0 0 12 * * 6-7', 'cron(0 12 ? * SAT,SUN *)', 'UTC'],
  ['0 0 12 * * 1-7', 'cron(0 12 ? * MON,TUE,WED,THU,FRI,SAT,SUN *)', 'UTC'],
  ['0 0 12 * JAN,JUL *', 'cron(0 12 * 1,7 ? *)', 'UTC'],
  ['0 0 12 * 3-5 *', 'cron(0 12 * 3-5 ? *)', 'UTC'],
  ['0 0 12 29 FEB *', 'cron(0 12 29 2 ? *)', 'UTC'],
  ['CRON_TZ=Asia/Shanghai 0 15 9 * * *', 'cron(15 9 * * ? *)', 'Asia/Shanghai'],
  ['CRON_TZ=Europe/Berlin 0 30 2 * * *', 'cron(30 2 * * ? *)', 'Europe/Berlin'],
  ['CRON_TZ=America/New_York 0 0 9 * * MON', 'cron(0 9 ? * MON *)', 'America/New_York'],
  ['CRON_TZ=Australia/Lord_Howe 0 0 0/6 * * *', 'cron(0 0/6 * * ? *)', 'Australia/Lord_Howe'],
];

describe('a schedule with bounds for AWS', () => {
  const startAt = Date.UTC(2026, 0, 2, 0, 0, 30);
  const endAt = Date.UTC(2026, 0, 3);

  test('begins in the minute of its start and ends in that of its end', () => {
    const StartDate = new Date(Date.UTC(2026, 0, 2));
    const EndDate = new Date(Date.UTC(2026, 0, 3, 0, 1));
    const cron = makeSchedule('s', { cronExpression: '0 * * * * *', startAt, endAt });
    expect(awsTiming(cron, NOW)).toMatchObject({ StartDate, EndDate });
    expect(awsTiming(cron, startAt)).not.toHaveProperty('StartDate');
    const every = makeSchedule('s', { cronExpression: '@every 1m', startAt, endAt });
    expect(awsTiming(every, NOW)).toMatchObject({ StartDate: new Date(startAt + 30_000), EndDate });
  });

  test('fires once at an instant', () => {
    const once = makeSchedule('s', { cronExpression: 'at(2026-01-02T08:00:30+08:00)' });
    expect(awsTiming(once, NOW)).toEqual({
      ScheduleExpression: 'at(2026-01-02T00:00:30)',
      ScheduleExpressionTimezone: 'UTC',
    });
    expect([NOW, startAt].map((now) => isOver(once, now))).toEqual([false, true]);
  });

  test('is over behind its end', () => {
    const ended = makeSchedule('s', { endAt });
    expect([endAt, endAt + 1].map((now) => isOver(ended, now))).toEqual([false, true]);
  });
});

describe('a cron expression for AWS', () => {
  test.each(EXPRESSIONS)(
    '%s is %s in %s',
    (cronExpression, ScheduleExpression, ScheduleExpressionTimezone) => {
      expect(awsTiming(makeSchedule('s', { cronExpression }), NOW)).toEqual({
        ScheduleExpression,
        ScheduleExpressionTimezone,
      });
      expect(awsCronProblem(cronExpression)).toBeUndefined();
    },
  );

  test.each(EXPRESSIONS)(
    '%s, as %s in %s, means the minutes that the embedded home fires in',
    (text, expression, zone) => {
      const schedule = makeSchedule('s', { cronExpression: text.replace(/^30 /, '0 ') });
      const cron = awsCron(expression.slice('cron('.length, -1), zone);
      let own: number | undefined = NOW;
      let theirs: number | undefined = NOW;
      for (let firing = 0; firing < 20 && own !== undefined; firing += 1) {
        own = nextFireTime(schedule, own);
        theirs = cron.nextRun(new Date(theirs ?? 0))?.getTime();
        expect(theirs).toBe(own);
      }
    },
  );

  test('What lists more single values than AWS takes is refused, and says why', () => {
    const minutes = '0-58/2,1-59/2';
    const text = `0 ${minutes} 0-22/2,1-23/2 1-31/2,2-30/2 * *`;

    expect(awsCronProblem(text)).toMatch(
      /^the expression lists too many single values: EventBridge Scheduler allows 256 characters, this takes \d+\. Use ranges and steps/,
    );
    expect(() => awsTiming(makeSchedule('s', { cronExpression: text }), NOW)).toThrow(
      'Schedule s of flow orders',
    );
  });

  test('An expression that is none is not refused by AWS but as such', () => {
    expect(awsCronProblem('often')).toBeUndefined();
    expect(() => awsTiming(makeSchedule('s', { cronExpression: 'often' }), NOW)).toThrow(
      'has 1 fields, not six',
    );
  });
});

describe('a period for AWS', () => {
  test.each([
    ['@every 1m', 'rate(1 minute)', Date.UTC(2026, 0, 1, 0, 8)],
    ['@every 5m', 'rate(5 minutes)', Date.UTC(2026, 0, 1, 0, 10)],
    ['@every 90m', 'rate(90 minutes)', Date.UTC(2026, 0, 1, 1, 30)],
  ])('%s is %s, counted from the last change', (cronExpression, ScheduleExpression, start) => {
    expect(awsTiming(makeSchedule('s', { cronExpression }), NOW)).toEqual({
      ScheduleExpression,
      StartDate: new Date(start),
    });
  });
});
