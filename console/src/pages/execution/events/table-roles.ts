/**
 * Roles of the parts of the table of events. They are no elements of a table: Chromium styles a row of such an element
 * slower the more rows it has drawn before, ten times after a few hundred.
 */
export const TABLE_ROLES = {
  table: (label: string, rows: number) => ({ role: 'table', 'aria-label': label, 'aria-rowcount': rows }),
  group: { role: 'rowgroup' },
  row: (index: number) => ({ role: 'row', 'aria-rowindex': index }),
  header: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;
