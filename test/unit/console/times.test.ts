import { expect, test } from 'vitest';
import { relativeTime } from '../../../console/src/components/relative-time.ts';

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
