import { describe, expect, test } from 'vitest';
import { relativeTime } from '../../../console/src/components/relative-time.ts';
import { fireTimes } from '../../../console/src/pages/flow/schedules/fire-times.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

test.each([
  [-200, 'now'],
  [-59_999, '59 seconds ago'],
  [-60_000, '1 minute ago'],
  [7_200_000, 'in 2 hours'],
  [-86_400_000, 'yesterday'],
])('%i ms from now is said as %s', (offset, words) => {
  expect(relativeTime(NOW + offset, NOW, 'en')).toBe(words);
});

describe('the next fire times', () => {
  test('follow the zone of the expression', () => {
    expect(fireTimes('CRON_TZ=Asia/Shanghai 0 30 9 * * *', NOW, NOW, 2)).toEqual({
      times: ['2026-03-02T01:30:00.000Z', '2026-03-03T01:30:00.000Z'],
    });
  });

  test('of @every count from the last change', () => {
    expect(fireTimes('@every 5m', NOW - 60_000, NOW, 2)).toEqual({
      times: ['2026-03-01T12:04:00.000Z', '2026-03-01T12:09:00.000Z'],
    });
  });

  test('say what is wrong with an expression', () => {
    expect(fireTimes('0 0 * *', NOW, NOW, 1)).toHaveProperty('problem');
  });
});
