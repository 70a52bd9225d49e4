import type { TimelineRow } from './rows.ts';

const PAGE_ROWS = 12;

/** Where a key leads from a line of a tree, or that it opens or closes the line; undefined for other keys. */
export function rowAfterKey(
  key: string,
  rows: readonly TimelineRow[],
  at: number,
): number | 'toggle' | undefined {
  const row = rows[at];
  const bounded = (index: number) => Math.min(rows.length - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return bounded(at + 1);
    case 'ArrowUp':
      return bounded(at - 1);
    case 'PageDown':
      return bounded(at + PAGE_ROWS);
    case 'PageUp':
      return bounded(at - PAGE_ROWS);
    case 'Home':
      return 0;
    case 'End':
      return rows.length - 1;
    case 'ArrowRight':
      return row?.isOpen === false ? 'toggle' : row?.isOpen === true ? bounded(at + 1) : at;
    case 'ArrowLeft':
      return row?.isOpen === true ? 'toggle' : (row?.parent ?? at);
    default:
      return undefined;
  }
}
