import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import { RUN_LOOKS } from '../run-looks.ts';
import type { TimelineTexts } from './row-texts.ts';
import type { TimelineRow } from './rows.ts';
import type { TimeWindow } from './time-window.ts';
import { TimelineBar } from './timeline-bar.tsx';

interface TimelineLineProps {
  readonly row: TimelineRow;
  readonly id: string;
  readonly texts: TimelineTexts;
  readonly top: number;
  readonly window: TimeWindow;
  readonly now: number;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly onSelect: (row: TimelineRow) => void;
  readonly onToggle: (row: TimelineRow) => void;
}

/** One line of the timeline; the tree around it has the focus and handles the keys. */
export const TimelineLine = memo(function TimelineLine(props: TimelineLineProps) {
  const { row, id, texts, top, window, now, isSelected, isActive, onSelect, onToggle } = props;
  const { name, status, took, label } = texts.ofRow(row, now);
  const { Sign, inGraph } = RUN_LOOKS[status];
  const Fold = row.isOpen ? IconChevronDown : IconChevronRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and handles the keys
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      className="timeline-row"
      aria-level={row.depth + 1}
      aria-selected={isSelected}
      aria-expanded={row.isOpen}
      aria-label={label}
      data-active={isActive || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(row)}
    >
      <div className="timeline-name" style={{ paddingLeft: 8 + row.depth * 14 }}>
        {row.isOpen === undefined ? (
          <span className="timeline-fold" />
        ) : (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and handles the keys
          // biome-ignore lint/a11y/noStaticElementInteractions: a second place to click; keys are the tree's
          <span
            className="timeline-fold"
            onClick={(event) => {
              event.stopPropagation();
              onToggle(row);
            }}
          >
            <Fold size={14} aria-hidden />
          </span>
        )}
        <Sign size={14} aria-hidden className={`sign-${inGraph}`} />
        <span className="timeline-text" title={label}>
          {name}
        </span>{' '}
        <span className="timeline-took">{took}</span>
      </div>
      <TimelineBar row={row} window={window} now={now} texts={texts} />
    </div>
  );
});
