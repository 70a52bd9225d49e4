import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShown } from '../shown-execution.ts';
import { rowAfterKey } from './row-after-key.ts';
import { timelineTexts } from './row-texts.ts';
import type { TimelineRow } from './rows.ts';
import { TimelineLine } from './timeline-line.tsx';
import { type useTimelineWindow, useWheel } from './use-timeline-window.ts';

interface TimelineTreeProps {
  readonly rows: readonly TimelineRow[];
  readonly now: number;
  readonly view: ReturnType<typeof useTimelineWindow>;
  readonly nameWidth: number;
  readonly onSelect: (row: TimelineRow) => void;
  readonly onToggle: (row: TimelineRow) => void;
}

const ROW_HEIGHT = 28;

/** The lines of the timeline; only those in view are drawn. */
export function TimelineTree({ rows, now, view, nameWidth, onSelect, onToggle }: TimelineTreeProps) {
  const { t, i18n } = useTranslation('execution');
  const texts = useMemo(() => timelineTexts(t, i18n.language), [t, i18n.language]);
  const { run } = useShown().selection;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  useWheel(scroller, nameWidth, view);
  const selectedAt = run === undefined ? -1 : rows.findIndex((row) => row.run?.id === run);
  useEffect(() => {
    if (selectedAt < 0) return;
    setActive(selectedAt);
    lines.scrollToIndex(selectedAt);
  }, [selectedAt, lines]);
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    const next = rowAfterKey(event.key, rows, active);
    if (row !== undefined && (event.key === 'Enter' || event.key === ' ')) onSelect(row);
    else if (event.key === '+' || event.key === '=') view.zoomIn();
    else if (event.key === '-') view.zoomOut();
    else if (event.key === '0') view.fit();
    else if (row !== undefined && next === 'toggle') onToggle(row);
    else if (typeof next === 'number') {
      setActive(next);
      lines.scrollToIndex(next);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className="timeline-tree"
      role="tree"
      tabIndex={0}
      aria-label={t('timeline.label')}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: lines.getTotalSize(), position: 'relative' }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <TimelineLine
              key={row.id}
              row={row}
              id={`${id}-${index}`}
              texts={texts}
              top={start}
              window={view.window}
              now={now}
              isSelected={index === selectedAt}
              isActive={index === active}
              onSelect={onSelect}
              onToggle={onToggle}
            />
          );
        })}
      </div>
    </div>
  );
}
