import type { Paint } from '../terminal.ts';
import { printable, textWidth, truncate } from '../text-width.ts';
import { alignLines, type LinePair } from './align-lines.ts';

/** Wider columns are cut, so that both fit beside each other. */
const MAX_COLUMN = 60;

/** Equal lines that are shown around lines that differ. */
const AROUND = 3;

/**
 * Two texts beside each other under a title: lines that differ are marked, equal ones far from them are left out.
 * Texts of one line stand in the line of the title.
 */
export function sideBySide(
  title: string,
  expected: readonly string[],
  actual: readonly string[],
  paint: Paint,
): readonly string[] {
  if (expected.length < 2 && actual.length < 2) {
    const [left, right] = [cell(expected[0]), cell(actual[0])];
    return [`${paint('bold', title)}: expected ${paint('green', left)}, actual ${paint('red', right)}`];
  }
  const pairs = alignLines(expected, actual);
  const width = Math.max('expected'.length, ...pairs.map((pair) => textWidth(cell(pair.expected))));
  const row = (sign: string, left: string, right: string) => {
    const gap = ' '.repeat(width - textWidth(left) + 2);
    return [sign, left, gap, right] as const;
  };
  const rows = pairs.flatMap((pair, index) => {
    if (!isNearDifference(pairs, index))
      return isNearDifference(pairs, index - 1) ? [paint('dim', '  …')] : [];
    const isSame = pair.expected === pair.actual;
    const [sign, left, gap, right] = row(isSame ? '  ' : '≠ ', cell(pair.expected), cell(pair.actual));
    if (isSame) return [paint('dim', `${sign}${left}${gap}${right}`)];
    return [`${sign}${paint('green', left)}${gap}${paint('red', right)}`];
  });
  return [`${paint('bold', title)}:`, paint('dim', row('  ', 'expected', 'actual').join('')), ...rows];
}

function isNearDifference(pairs: readonly LinePair[], index: number): boolean {
  return pairs
    .slice(Math.max(0, index - AROUND), Math.max(0, index + AROUND + 1))
    .some(({ expected, actual }) => expected !== actual);
}

/** One line of a column; a dash for an absent line. */
function cell(line: string | undefined): string {
  return line === undefined ? '–' : truncate(printable(line), MAX_COLUMN);
}
