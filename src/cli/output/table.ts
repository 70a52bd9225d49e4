import type { Output } from './terminal.ts';
import { printable, textWidth, truncate } from './text-width.ts';

const GAP = '  ';

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/**
 * Rows under a head in aligned columns.
 *
 * On a terminal the last column is cut to the width; elsewhere nothing is lost. Cells are made printable.
 */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { paint, columns }: Pick<Output, 'paint' | 'columns'>,
): string {
  const cells = rows.map((row) => row.map(printable));
  const widths = head.map((title, i) =>
    cells.reduce((widest, row) => Math.max(widest, textWidth(row[i] ?? '')), textWidth(title)),
  );
  const line = (row: readonly string[]): string => {
    const text = row
      .map((cell, i) => pad(cell, widths[i] ?? 0))
      .join(GAP)
      .trimEnd();
    return columns === undefined ? text : truncate(text, columns);
  };
  return `${[paint('bold', line(head)), ...cells.map(line)].join('\n')}\n`;
}

/** Names and values below each other, the names dimmed; empty values are left out. */
export function formatFields(
  fields: readonly (readonly [name: string, value: string])[],
  { paint }: Pick<Output, 'paint'>,
): string {
  const shown = fields.filter(([, value]) => value !== '');
  const width = Math.max(0, ...shown.map(([name]) => textWidth(name)));
  return shown.map(([name, value]) => `${paint('dim', pad(name, width))}${GAP}${value}\n`).join('');
}
