import { describe, expect, test } from 'vitest';

import { parseCronExpression } from '../../../src/schedules/cron-expression.ts';

const every = {
  kind: 'cron',
  timeZone: 'UTC',
  second: 0,
  minute: '*',
  hour: '*',
  dayOfMonth: '*',
  month: '*',
  dayOfWeek: '*',
};
const one = (value: number) => [{ from: value, to: value, step: 1 }];

test('an instant is one of RFC 3339, whole seconds of it', () => {
  expect(parseCronExpression(' at( 2026-12-24T18:00:00.750+08:00 ) ')).toEqual({
    kind: 'once',
    at: Date.UTC(2026, 11, 24, 10),
  });
  expect(parseCronExpression('at(tomorrow)')).toMatchObject({
    kind: 'problem',
    message: 'at() holds "tomorrow"; allowed is an RFC 3339 time like 2030-12-24T18:00:00+08:00',
  });
});

describe('a cron expression', () => {
  test.each([
    ['@every 1m', { kind: 'every', minutes: 1 }],
    ['  @every   90m ', { kind: 'every', minutes: 90 }],
    ['@every 525600m', { kind: 'every', minutes: 525_600 }],
    ['0 * * * * *', every],
    ['0 * * ? * ?', every],
    ['30 9 * * * *', { ...every, second: 30, minute: one(9) }],
    ['0 3/5 * * * *', { ...every, minute: [{ from: 3, to: 59, step: 5 }] }],
    [
      '0 */15 1-5/2 * * *',
      { ...every, minute: [{ from: 0, to: 59, step: 15 }], hour: [{ from: 1, to: 5, step: 2 }] },
    ],
    ['0 0 8,20 * * *', { ...every, minute: one(0), hour: [...one(8), ...one(20)] }],
    ['0 0 0 29 2 ?', { ...every, minute: one(0), hour: one(0), dayOfMonth: one(29), month: one(2) }],
    [
      '0 0 0 31 4/2,JUL *',
      {
        ...every,
        minute: one(0),
        hour: one(0),
        dayOfMonth: one(31),
        month: [{ from: 4, to: 12, step: 2 }, ...one(7)],
      },
    ],
    ['0 0 0 30 * *', { ...every, minute: one(0), hour: one(0), dayOfMonth: one(30) }],
    [
      '0 * * * JAN-mar MON-FRI',
      { ...every, month: [{ from: 1, to: 3, step: 1 }], dayOfWeek: [{ from: 1, to: 5, step: 1 }] },
    ],
    ['0 * * * * sun', { ...every, dayOfWeek: one(7) }],
    [
      'CRON_TZ=Asia/Shanghai 0 0 8 * * *',
      { ...every, timeZone: 'Asia/Shanghai', minute: one(0), hour: one(8) },
    ],
  ])('%s is read', (text, expected) => {
    expect(parseCronExpression(text)).toEqual(expected);
  });

  test.each([
    ['', '"" has 0 fields'],
    [
      '* * * * *',
      'has 5 fields, not six; allowed are "@every <minutes>m", "at(<time>)" and six fields "second minute',
    ],
    ['0 0 0 1 1 ? 2030', 'has 7 fields'],
    ['CRON_TZ=UTC', 'has 0 fields'],
    ['@every 0m', '@every is followed by "0m"; allowed are whole minutes from 1m to 525600m'],
    ['@every 525601m', 'allowed are whole minutes'],
    [`@every ${'9'.repeat(400)}m`, 'allowed are whole minutes'],
    ['@every 1h', 'followed by "1h"'],
    ['@every 1.5m', 'followed by "1.5m"'],
    ['@every', 'followed by ""'],
    ['CRON_TZ=Mars/Olympus 0 * * * * *', 'unknown time zone "Mars/Olympus"; allowed are IANA names'],
    ['CRON_TZ=+08:00 0 * * * * *', 'unknown time zone "+08:00"'],
    ['CRON_TZ= 0 * * * * *', 'unknown time zone ""'],
    ['* * * * * *', 'Second "*" contains "*"; allowed is one number from 0 to 59'],
    ['0,30 * * * * *', 'Second "0,30" contains ","'],
    ['60 * * * * *', 'Second "60" is out of range'],
    ['0 60 * * * *', 'Minute "60" is out of range; allowed are 0 to 59 and the signs , - * /'],
    ['0 0-60 * * * *', 'Minute "0-60" is out of range'],
    ['0 ? * * * *', 'Minute "?" contains "?"'],
    ['0 * 24 * * *', 'Hour "24" is out of range'],
    ['0 * 5-3 * * *', 'Hour "5-3" has a range that runs backwards'],
    ['0 * */0 * * *', 'Hour "*/0" has a step that is not between 1 and 23'],
    ['0 0/60 * * * *', 'Minute "0/60" has a step that is not between 1 and 59'],
    ['0 * 1//2 * * *', 'Hour "1//2" is malformed'],
    ['0 * 1- * * *', 'Hour "1-" is malformed'],
    ['0 * 1-* * * *', 'Hour "1-*" is malformed'],
    ['0 * x * * *', 'Hour "x" is malformed'],
    ['0 * 1-y * * *', 'Hour "1-y" is malformed'],
    ['0 * 1,,2 * * *', 'Hour "1,,2" is malformed'],
    ['0 * * 0 * *', 'Day-of-month "0" is out of range; allowed are 1 to 31 and the signs , - * ? /'],
    ['0 * * L * *', 'Day-of-month "L" is malformed'],
    ['0 * * 15W * *', 'Day-of-month "15W" is malformed'],
    ['0 * * * FOO *', 'Month "FOO" is malformed; allowed are 1 to 12 or JAN to DEC and the signs , - * /'],
    ['0 * * * * 0', 'Day-of-week "0" is out of range; allowed are 1 to 7 or MON to SUN'],
    ['0 * * * * 1/2', 'Day-of-week "1/2" contains "/"'],
    ['0 * * * * 6#3', 'Day-of-week "6#3" is malformed'],
    ['0 * * * * SUN-MON', 'Day-of-week "SUN-MON" has a range that runs backwards'],
    ['0 0 0 1 * 1', 'Day-of-month and day-of-week are both restricted'],
    ['0 0 0 31 2,4-6/2 *', 'Day-of-month 31 exists in none of the months; the expression would never fire'],
    ['0 0 0 30 FEB *', 'Day-of-month 30 exists in none'],
  ])('%s is refused', (text, message) => {
    expect(parseCronExpression(text)).toEqual({ kind: 'problem', message: expect.stringContaining(message) });
  });

  test('All fields that are wrong are named at once', () => {
    const { message } = parseCronExpression('x 60 * * 13 *') as { message: string };

    expect(message).toMatch(/Second "x".*Minute "60".*Month "13"/);
  });
});
