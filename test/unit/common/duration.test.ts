import { expect, test } from 'vitest';
import { formatDuration, parseDuration, printDuration } from '../../../src/common/duration.ts';

test.each([
  ['90s', 90_000],
  ['15m', 900_000],
  ['2h', 7_200_000],
  ['7d', 604_800_000],
  ['250ms', 250],
  ['1h 30m', 5_400_000],
  ['1h30m', 5_400_000],
])('the span %s is read', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '10', 'm', '1.5h', '-3m', '2w', '5 m', '5m ', '1h  3m'])('%j is no span', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  [-5, '0 ms'],
  [999.9, '999 ms'],
  [1_000, '1.0 s'],
  [59_999, '59.9 s'],
  [245_000, '4 min 05 s'],
  [3_599_999, '59 min 59 s'],
  [7_800_000, '2 h 10 min'],
  [100 * 3_600_000, '4 d 4 h'],
])('%d ms are shown as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test.each([
  [0, '0s'],
  [1_500, '1s 500ms'],
  [259_200_000, '3d'],
  [93_784_005, '1d 2h 3m 4s 5ms'],
])('%d ms are printed as %s, which is read as the same', (milliseconds, text) => {
  expect(printDuration(milliseconds)).toBe(text);
  expect(parseDuration(text)).toBe(milliseconds);
});
