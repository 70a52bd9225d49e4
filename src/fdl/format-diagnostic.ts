import type { Diagnostic } from './diagnostic.ts';

/** Cells of source text shown around a problem. */
const MAX_SHOWN_CELLS = 100;
const CELLS_BEFORE = 60;
const TAB = '    ';

/**
 * A diagnostic for people: `file:line:column severity code message`, the source line, and a caret below the problem.
 *
 * Tabs are shown as spaces, long lines are cut around the problem, and wide letters take two cells.
 */
export function formatDiagnostic(diagnostic: Diagnostic, text: string, file: string): string {
  const { line, column, severity, code, path, message } = diagnostic;
  const place = path === '' ? '' : `${path}: `;
  const source = text
    .split('\n')
    .slice(line - 1, line)
    .join('')
    .replace(/\r$/, '');
  const [shown, marks] = drawExcerpt(source, column - 1, diagnostic.length);
  return `${file}:${line}:${column} ${severity} ${code} ${place}${message}\n  ${shown}\n  ${marks}`;
}

interface Glyph {
  readonly text: string;
  readonly cells: number;
  readonly isMarked: boolean;
}

function drawExcerpt(source: string, from: number, length: number): readonly [string, string] {
  const glyphs = cutAround(toGlyphs(`${source} `, from, from + length));
  const shown = glyphs
    .map(({ text }) => text)
    .join('')
    .trimEnd();
  const marks = glyphs
    .map(({ cells, isMarked }) => (isMarked ? '^' : ' ').repeat(cells))
    .join('')
    .trimEnd();
  return [shown, marks];
}

/** A blank after the line gives the caret a place when the problem is the end of the line. */
function toGlyphs(source: string, from: number, to: number): readonly Glyph[] {
  const glyphs: Glyph[] = [];
  let at = 0;
  for (const letter of source) {
    const text = letter === '\t' ? TAB : letter.replace(/\p{Cc}/u, '·');
    const isMarked = at + letter.length > from && at < Math.max(to, from + 1);
    glyphs.push({ text, cells: letter === '\t' ? TAB.length : cellsOf(letter), isMarked });
    at += letter.length;
  }
  return glyphs;
}

function cutAround(glyphs: readonly Glyph[]): readonly Glyph[] {
  const start = Math.max(0, glyphs.findIndex(({ isMarked }) => isMarked) - CELLS_BEFORE);
  let cells = 0;
  const kept = glyphs.slice(start).filter((glyph) => {
    cells += glyph.cells;
    return cells <= MAX_SHOWN_CELLS;
  });
  const ellipsis: Glyph = { text: '…', cells: 1, isMarked: false };
  return [
    ...(start > 0 ? [ellipsis] : []),
    ...kept,
    ...(start + kept.length < glyphs.length ? [ellipsis] : []),
  ];
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

function cellsOf(letter: string): number {
  if (WITHOUT_WIDTH.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
}
