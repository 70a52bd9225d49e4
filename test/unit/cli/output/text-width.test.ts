import { expect, test } from 'vitest';
import { printable, textWidth, truncate } from '../../../../src/cli/output/text-width.ts';

test.each([
  ['plain letters', 'flow', 4],
  ['Chinese characters', '预订酒店', 8],
  ['kana and hangul', 'カナ한', 6],
  ['fullwidth punctuation', '（）', 4],
  ['an emoji with a skin tone', '👍🏽', 2],
  ['a letter with a combining accent', 'e\u0301', 1],
  ['colour escapes', '\u001b[31mred\u001b[39m', 3],
  ['nothing', '', 0],
])('%s fill their cells', (_, text, cells) => {
  expect(textWidth(text)).toBe(cells);
});

test('a text that fits is not truncated', () => {
  expect(truncate('预订', 4)).toBe('预订');
});

test('a truncated text fills at most the width and never half a wide character', () => {
  expect(truncate('预订酒店', 6)).toBe('预订…');
  expect(textWidth(truncate('预订酒店', 6))).toBe(5);
});

test('nothing is left of a text in no width', () => {
  expect(truncate('abc', 0)).toBe('');
});

test('control characters of data cannot steer the terminal', () => {
  expect(printable('a\u001b[2Jb\nc\td\u009b')).toBe('a\\x1b[2Jb\\nc\\td\\x9b');
});
