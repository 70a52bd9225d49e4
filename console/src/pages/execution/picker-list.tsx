import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { RunStatus } from '../../../../src/trace/model.ts';
import { RUN_LOOKS } from './run-looks.ts';

/** One line of a list to pick from. */
export interface PickerItem {
  readonly text: string;
  readonly note: string;
  readonly status: RunStatus;
  /** How it stands, in words. */
  readonly said: string;
}

interface PickerListProps {
  readonly label: string;
  readonly count: number;
  readonly itemAt: (index: number) => PickerItem;
  readonly selected: number | undefined;
  readonly onPick: (index: number) => void;
}

const ROW_HEIGHT = 30;
const PAGE_ROWS = 8;

/** A list to pick one line from, as long as it may be: only what is in view is drawn. */
export function PickerList({ label, count, itemAt, selected, onPick }: PickerListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(selected ?? 0);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  useEffect(() => rows.scrollToIndex(active), [active, rows]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') onPick(active);
    else {
      const next = moved(event.key, active, count);
      if (next === undefined) return;
      setActive(next);
    }
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className="picker-list"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={onKeyDown}
      style={{ height: Math.min(count, PAGE_ROWS) * ROW_HEIGHT + 2 }}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const { text, note, status, said } = itemAt(index);
          const { Sign } = RUN_LOOKS[status];
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and handles the keys
            <div
              key={index}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === selected}
              aria-setsize={count}
              aria-posinset={index + 1}
              aria-label={`${text} ${note}, ${said}`}
              data-active={index === active || undefined}
              className="picker-row"
              style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
              onClick={() => onPick(index)}
            >
              <Sign size={14} aria-hidden className={`sign-${RUN_LOOKS[status].inGraph}`} />
              <span className="picker-text">{text}</span> <span className="picker-note">{note}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function moved(key: string, from: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE_ROWS,
    PageUp: -PAGE_ROWS,
    Home: -count,
    End: count,
  };
  const by = steps[key];
  return by === undefined ? undefined : Math.min(count - 1, Math.max(0, from + by));
}
