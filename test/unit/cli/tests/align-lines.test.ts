import { expect, test } from 'vitest';
import { alignLines } from '../../../../src/cli/output/tests/align-lines.ts';

test.each([
  [
    ['a', 'b'],
    ['a', 'b'],
    ['a=a', 'b=b'],
  ],
  [
    ['a', 'b', 'c'],
    ['a', 'c'],
    ['a=a', 'b|', 'c=c'],
  ],
  [
    ['a', 'c'],
    ['a', 'b', 'c'],
    ['a=a', '|b', 'c=c'],
  ],
  [
    ['a', 'x', 'c'],
    ['a', 'y', 'c'],
    ['a=a', 'x|y', 'c=c'],
  ],
  [['a'], [], ['a|']],
  [[], ['a'], ['|a']],
])('%j beside %j', (expected, actual, rows) => {
  const pairs = alignLines(expected, actual);
  expect(
    pairs.map(({ expected: left = '', actual: right = '' }) =>
      left === right ? `${left}=${right}` : `${left}|${right}`,
    ),
  ).toEqual(rows);
});

test('long texts are put beside each other line by line', () => {
  const lines = Array.from({ length: 2_000 }, (_, index) => String(index));
  expect(alignLines(lines, lines.slice(1))[0]).toEqual({ expected: '0', actual: '1' });
});
