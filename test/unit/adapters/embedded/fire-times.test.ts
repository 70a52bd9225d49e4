import { Cron } from 'croner';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { nextFireTime } from '../../../../src/adapters/embedded/fire-times.ts';
import { makeSchedule } from '../../../conformance/flow-fixtures.ts';

/** The next `count` fire times after `after`, as ISO text without milliseconds. */
function fireTimes(cronExpression: string, after: string, count: number): string[] {
  const schedule = makeSchedule('s', { cronExpression, modifiedAt: Date.parse('2026-01-01T00:00:00.900Z') });
  const times: string[] = [];
  let at: number | undefined = Date.parse(after);
  while (times.length < count) {
    at = nextFireTime(schedule, at);
    if (at === undefined) break;
    times.push(new Date(at).toISOString().replace('.000Z', 'Z'));
  }
  return times;
}

test.each<[string, string, string[]]>([
  ['0 * * * * *', '2026-03-01T11:59:59.999Z', ['2026-03-01T12:00:00Z', '2026-03-01T12:01:00Z']],
  ['0 * * * * *', '2026-03-01T12:00:00Z', ['2026-03-01T12:01:00Z']],
  ['30 9 * * * *', '2026-03-01T12:00:00Z', ['2026-03-01T12:09:30Z', '2026-03-01T13:09:30Z']],
  [
    '0 3/25 * * * *',
    '2026-03-01T12:00:00Z',
    ['2026-03-01T12:03:00Z', '2026-03-01T12:28:00Z', '2026-03-01T12:53:00Z', '2026-03-01T13:03:00Z'],
  ],
  [
    '0 0 8-10/2,20 * * *',
    '2026-03-01T00:00:00Z',
    ['2026-03-01T08:00:00Z', '2026-03-01T10:00:00Z', '2026-03-01T20:00:00Z'],
  ],
  ['0 0 0 31 * ?', '2026-01-31T00:00:00Z', ['2026-03-31T00:00:00Z', '2026-05-31T00:00:00Z']],
  ['0 0 0 29 FEB *', '2026-01-01T00:00:00Z', ['2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z']],
  // 1 March 2026 is a Sunday.
  ['0 0 0 ? * 7', '2026-02-28T00:00:00Z', ['2026-03-01T00:00:00Z', '2026-03-08T00:00:00Z']],
  ['0 0 0 ? * 1', '2026-02-28T00:00:00Z', ['2026-03-02T00:00:00Z']],
  [
    '0 0 0 ? * FRI-SUN',
    '2026-02-27T00:00:00Z',
    ['2026-02-28T00:00:00Z', '2026-03-01T00:00:00Z', '2026-03-06T00:00:00Z'],
  ],
  ['CRON_TZ=Asia/Shanghai 0 0 8 * * *', '2026-03-01T00:00:00Z', ['2026-03-02T00:00:00Z']],
  ['CRON_TZ=Asia/Kolkata 0 0 8 * * *', '2026-03-01T00:00:00Z', ['2026-03-01T02:30:00Z']],
  [
    'CRON_TZ=America/New_York 0 0 8 7-9 3 *',
    '2026-03-01T00:00:00Z',
    ['2026-03-07T13:00:00Z', '2026-03-08T12:00:00Z', '2026-03-09T12:00:00Z'],
  ],
  ['@every 90m', '2026-01-01T00:00:00Z', ['2026-01-01T01:30:00Z', '2026-01-01T03:00:00Z']],
  ['@every 90m', '2026-01-01T01:29:59.999Z', ['2026-01-01T01:30:00Z']],
  ['@every 90m', '2026-01-01T01:30:00Z', ['2026-01-01T03:00:00Z']],
  ['@every 90m', '2025-12-31T00:00:00Z', ['2025-12-31T01:30:00Z']],
])('%s after %s fires at %j', (expression, after, expected) => {
  expect(fireTimes(expression, after, expected.length)).toEqual(expected);
});

// In Berlin the clock jumps from 02:00 to 03:00 at 01:00Z on 29 March, and back from 03:00 to 02:00 at 01:00Z on 25 October.
test.each<[string, string, string, string[]]>([
  [
    'A time of day inside the gap fires when the gap is over',
    '0 30 2 * * *',
    '2026-03-28T12:00:00Z',
    ['2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z'],
  ],
  [
    'A time of day that occurs twice fires the first time only',
    '0 30 2 * * *',
    '2026-10-24T12:00:00Z',
    ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
  ],
  [
    'Steps go on across the gap',
    '0 0/30 * * * *',
    '2026-03-29T00:00:00Z',
    ['2026-03-29T00:30:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z'],
  ],
  [
    'Steps fire at both occurrences',
    '0 0/30 2 * * *',
    '2026-10-24T22:00:00Z',
    [
      '2026-10-25T00:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:00:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-26T01:00:00Z',
    ],
  ],
])('%s', (_title, expression, after, expected) => {
  expect(fireTimes(`CRON_TZ=Europe/Berlin ${expression}`, after, expected.length)).toEqual(expected);
});

test('A stored expression that is invalid is named with its schedule', () => {
  expect(() => fireTimes('every day', '2026-01-01T00:00:00Z', 1)).toThrow(
    'Schedule s of flow orders: "every day" has 2 fields',
  );
});

test('Fire times lie after the instant, on whole seconds, and agree with the library on steps it can read', () => {
  const field = (max: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.nat(max).map(String),
      fc.integer({ min: 1, max }).map((n) => `*/${n}`),
    );
  const after = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
  fc.assert(
    fc.property(fc.nat(59), field(59), field(23), after, (second, minute, hour, instant) => {
      const pattern = `${second} ${minute} ${hour} * * *`;
      const at = nextFireTime(makeSchedule('s', { cronExpression: pattern }), instant) ?? 0;

      expect(at).toBeGreaterThan(instant);
      expect(at % 1_000).toBe(0);
      expect(at).toBe(new Cron(pattern, { timezone: 'UTC' }).nextRun(new Date(instant))?.getTime());
    }),
  );
});
