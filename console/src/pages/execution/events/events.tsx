import './events.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state.tsx';
import { useShown } from '../shown-execution.ts';
import { type EventFilter, filteredEvents } from './event-filter.ts';
import { EventRow } from './event-row.tsx';
import { EventToolbar } from './event-toolbar.tsx';
import { TABLE_ROLES } from './table-roles.ts';
import { useEventTexts } from './use-event-texts.ts';

const ROW_HEIGHT = 34;
const COLUMNS = ['id', 'time', 'type', 'step', 'detail', 'cause'] as const;

/** All events as a table that can be filtered and searched; only the rows in view are drawn. */
export function Events() {
  const { t } = useTranslation('execution');
  const { model } = useShown();
  const [filter, setFilter] = useState<EventFilter>({ text: '', types: [], steps: [], run: undefined });
  const applied = useDeferredValue(filter);
  const events = useMemo(() => filteredEvents(model, applied), [model, applied]);
  return (
    <div className="events">
      <EventToolbar filter={filter} onChange={setFilter} shown={events.length} />
      {events.length === 0 ? <EmptyState text={t('events.none')} /> : <EventTable events={events} />}
    </div>
  );
}

function EventTable({ events }: { events: ReturnType<typeof filteredEvents> }) {
  const { t } = useTranslation('execution');
  const { model, selection } = useShown();
  const texts = useEventTexts();
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => events[index]?.EventId ?? index,
    overscan: 10,
  });
  const onToggle = useCallback(
    (id: number) =>
      setOpened(
        (before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]),
      ),
    [],
  );
  return (
    <div ref={scroller} className="events-scroller">
      <div {...TABLE_ROLES.table(t('events.label'), events.length + 1)}>
        <div {...TABLE_ROLES.group} className="events-head">
          <div {...TABLE_ROLES.row(1)} className="event-row event-head">
            {COLUMNS.map((column) => (
              <div key={column} {...TABLE_ROLES.header} className={`event-${column}`}>
                {t(`events.${column}`)}
              </div>
            ))}
          </div>
        </div>
        <div {...TABLE_ROLES.group} className="events-rows" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const event = events[index];
            if (event === undefined) return null;
            const { EventId: id } = event;
            const run = model.owners.get(id)?.run;
            return (
              <EventRow
                key={id}
                ref={opened.has(id) ? rows.measureElement : undefined}
                index={index}
                top={start}
                event={event}
                startedAt={model.startedAt ?? 0}
                texts={texts}
                run={run}
                isOpen={opened.has(id)}
                isSelected={run !== undefined && run === selection.run}
                onToggle={onToggle}
                onSelect={selection.select}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
