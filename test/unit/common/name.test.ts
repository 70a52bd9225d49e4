import { expect, test } from 'vitest';
import { isName } from '../../../src/common/name.ts';

test.each(['a', '_', 'A-1_b', `_${'9'.repeat(127)}`])('%j is a name', (text) => {
  expect(isName(text)).toBe(true);
});

test.each(['', '1st', '-a', 'a b', 'ä', 'a\n', `a${'b'.repeat(128)}`, 5, null, undefined])(
  '%j is no name',
  (value) => {
    expect(isName(value)).toBe(false);
  },
);
