import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PRINTED_BYTES } from '../../../../src/local/functions/print-allowance.ts';
import { PrintedLines } from '../../../../src/local/functions/printed-lines.ts';

function linesOf(pieces: readonly (string | Uint8Array)[]): string[] {
  const lines: string[] = [];
  const printed = new PrintedLines((_stream, text) => lines.push(...text.split('\n')));
  for (const piece of pieces) printed.push('stdout', piece);
  printed.end();
  return lines;
}

test('text that arrives in pieces becomes the lines of the whole', () => {
  expect(linesOf(['on', 'e\ntw', 'o\r\n', '\n', 'rest'])).toEqual(['one', 'two', '', 'rest']);
  expect(linesOf(['one\n'])).toEqual(['one']);
  expect(linesOf([])).toEqual([]);
});

test('where the pieces end does not matter, not even within a character', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'é', '语', '😀', '\n', '\n\n', '')),
      fc.nat(),
      (pieces, seed) => {
        const whole = Buffer.from(pieces.join(''));
        const cut = whole.length === 0 ? 0 : seed % whole.length;
        const lines = linesOf([whole]);
        expect(linesOf(pieces)).toEqual(lines);
        expect(linesOf([whole.subarray(0, cut), whole.subarray(cut)])).toEqual(lines);
      },
    ),
  );
});

test('the two streams do not mix', () => {
  const lines: string[] = [];
  const printed = new PrintedLines((stream, text) => lines.push(`${stream} ${text}`));
  printed.push('stdout', 'on');
  printed.push('stderr', 'tw');
  printed.push('stdout', 'e\n');
  printed.push('stderr', 'o\n');
  expect(lines).toEqual(['stdout one', 'stderr two']);
});

test('a line without an end is handed on in parts, between its characters', () => {
  const text = `x${'😀'.repeat(50_000)}`;
  const lines = linesOf([text.slice(0, 1_001), text.slice(1_001)]);
  expect(lines.join('') === text).toBe(true);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(16_384);
  expect(lines.every((line) => line.isWellFormed())).toBe(true);
});

test('what a call prints beyond its allowance is dropped, counted and said', () => {
  const line = 'é'.repeat(49);
  const lines = linesOf([`${`${line}\n`.repeat(20_000)}the last`]);
  expect(lines.at(-1)).toBe('9409 more lines, 931433 bytes of output were dropped: a call may print 1048576');
  expect(lines.slice(0, -2).every((kept) => kept === line)).toBe(true);
  expect(lines.at(-2)).toMatch(/^é+$/);
  const kept = lines.slice(0, -1).reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
  expect(kept).toBeGreaterThan(PRINTED_BYTES - 4);
  expect(kept).toBeLessThanOrEqual(PRINTED_BYTES + 1);
});
