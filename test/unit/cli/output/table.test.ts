import { expect, test } from 'vitest';
import { formatFields, formatTable } from '../../../../src/cli/output/table.ts';
import { plain } from '../../../../src/cli/output/terminal.ts';

test('columns align also below wide characters', () => {
  const table = formatTable(
    ['NAME', 'STATUS'],
    [
      ['预订', 'Running'],
      ['order', 'Failed'],
    ],
    { paint: plain, columns: undefined },
  );
  expect(table).toBe('NAME   STATUS\n预订   Running\norder  Failed\n');
});

test('rows are cut to the width of a terminal and to nothing else', () => {
  const rows = [['a', 'b'.repeat(50)]];
  expect(formatTable(['A', 'B'], rows, { paint: plain, columns: 10 })).toBe('A  B\na  bbbbbb…\n');
  expect(formatTable(['A', 'B'], rows, { paint: plain, columns: undefined })).toContain('b'.repeat(50));
});

test('a cell with line breaks stays on its row', () => {
  expect(formatTable(['A'], [['x\ny']], { paint: plain, columns: undefined })).toBe('A\nx\\ny\n');
});

test('only titles are painted', () => {
  const table = formatTable(['A'], [['x']], {
    paint: (style, text) => `<${style}>${text}`,
    columns: undefined,
  });
  expect(table).toBe('<bold>A\nx\n');
});

test('fields align and leave out what is empty', () => {
  const text = formatFields(
    [
      ['Flow', 'order'],
      ['Output', ''],
      ['Status', 'Running'],
    ],
    { paint: plain },
  );
  expect(text).toBe('Flow    order\nStatus  Running\n');
});
