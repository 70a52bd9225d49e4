import { describe, expect, test } from 'vitest';
import { nextFireTimes } from '../../../src/schedules/fire-times.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('the next fire times', () => {
  test('follow the zone of the expression', () => {
    expect(nextFireTimes('CRON_TZ=Asia/Shanghai 0 30 9 * * *', { after: NOW, count: 2 })).toEqual({
      times: ['2026-03-02T01:30:00.000Z', '2026-03-03T01:30:00.000Z'],
    });
  });

  test('of @every count from the last change', () => {
    expect(nextFireTimes('@every 5m', { after: NOW, count: 2, anchor: NOW - 60_000 })).toEqual({
      times: ['2026-03-01T12:04:00.000Z', '2026-03-01T12:09:00.000Z'],
    });
  });

  test('of @every count from the instant itself when no change is known', () => {
    expect(nextFireTimes('@every 5m', { after: NOW, count: 1 })).toEqual({
      times: ['2026-03-01T12:05:00.000Z'],
    });
  });

  test.each(['0 0 * *', '0 0 0 31 4,6 *', '@every 1h'])('say what is wrong with %s', (expression) => {
    expect(nextFireTimes(expression, { after: NOW, count: 1 })).toHaveProperty('problem');
  });
});
