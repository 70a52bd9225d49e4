import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutText } from '../../../src/common/cut-text.ts';
import { binaryText } from '../../helpers/binary-text.ts';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['a😀b', 4, 'a😀b'],
  ['a😀bc', 4, 'a😀…'],
  ['a😀bc', 3, 'a…'],
  ['😀', 1, '…'],
  ['', 0, ''],
])('%j in %i units is %j', (text, most, expected) => {
  expect(cutText(text, most)).toBe(expected);
});

test('a cut text is within its bound, begins like the whole one, and holds no half of a pair', () => {
  fc.assert(
    fc.property(binaryText(), fc.integer({ min: 1, max: 20 }), (text, most) => {
      const cut = cutText(text, most);
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(cut.isWellFormed()).toBe(true);
      expect(text.startsWith(cut.replace(/…$/u, ''))).toBe(true);
    }),
  );
});
