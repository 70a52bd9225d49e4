import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineSplitter } from '../../../../src/local/functions/line-splitter.ts';

function linesOf(pieces: readonly string[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return lines;
}

test('text that arrives in pieces becomes the lines of the whole', () => {
  expect(linesOf(['on', 'e\ntw', 'o\r\n', '\n', 'rest'])).toEqual(['one', 'two', '', 'rest']);
  expect(linesOf(['one\n'])).toEqual(['one']);
  expect(linesOf([])).toEqual([]);
});

test('where the pieces end does not matter', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'bc', '\n', '\n\n', '')), (pieces) => {
      expect(linesOf(pieces)).toEqual(linesOf([pieces.join('')]));
    }),
  );
});

test('a line without an end is handed on in parts', () => {
  const lines = linesOf(Array.from({ length: 100 }, () => 'x'.repeat(1_000)));
  expect(lines.join('')).toBe('x'.repeat(100_000));
  expect(Math.max(...lines.map(({ length }) => length))).toBe(16_384);
});
