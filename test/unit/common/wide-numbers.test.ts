import { expect, test } from 'vitest';
import { mayHoldWideNumbers } from '../../../src/common/wide-numbers.ts';
import { busyMs } from '../../helpers/busy-time.ts';

test('a long number is seen at every place of a text', () => {
  for (let before = 0; before < 40; before += 1) {
    expect(mayHoldWideNumbers(`{"${'a'.repeat(before)}":9007199254740993}`)).toBe(true);
    expect(mayHoldWideNumbers(`{"${'1'.repeat(before)}":${'1'.repeat(before)}, "b":9007199254740993}`)).toBe(
      true,
    );
  }
  expect(mayHoldWideNumbers('9007199254740993')).toBe(true);
});

test('short numbers, fractions, times and texts of digits leave the fast parser its work', () => {
  const values = {
    id: 123,
    at: Date.now(),
    ratio: 0.30000000000000004,
    text: '9007199254740993',
    hash: '4e123f',
  };
  expect(mayHoldWideNumbers(JSON.stringify(values))).toBe(false);
  expect(mayHoldWideNumbers(JSON.stringify({ small: 1e-300, large: 1e21 }))).toBe(false);
});

test('a text of digits as long as a request is looked at once', () => {
  const begun = busyMs();
  expect(mayHoldWideNumbers(`"${'1'.repeat(1_000_000)}"`)).toBe(false);
  expect(busyMs() - begun).toBeLessThan(1_000);
});
