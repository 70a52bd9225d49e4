import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo, type Ref } from 'react';
import type { EventView } from '../../../../../src/api/contract.ts';
import { cutText } from '../../../../../src/common/cut-text.ts';
import { JsonView } from '../../../components/code/json-view.tsx';
import { TABLE_ROLES } from './table-roles.ts';
import type { EventTexts } from './use-event-texts.ts';

interface EventRowProps {
  /** Measures the row, when it is open. */
  readonly ref: Ref<HTMLDivElement> | undefined;
  readonly index: number;
  readonly top: number;
  readonly event: EventView;
  readonly startedAt: number;
  readonly texts: EventTexts;
  /** The step run that the event is about. */
  readonly run: number | undefined;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly onToggle: (id: number) => void;
  readonly onSelect: (run: number | undefined) => void;
}

const BAD = /Failed|TimedOut|Stopped/;
/** More of a detail than any screen shows in one line. */
const MOST_CHARACTERS = 200;

/** One event: a line, and below it its detail when it is opened. Plain elements, for scrolling makes many of them. */
export const EventRow = memo(function EventRow(props: EventRowProps) {
  const { ref, index, top, event, startedAt, texts, run, isOpen, isSelected, onToggle, onSelect } = props;
  const { EventId: id, Type, StepName, EventDetail, ScheduleEventId, Time } = event;
  const at = new Date(Time);
  const Fold = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div
      {...TABLE_ROLES.row(index + 2)}
      ref={ref}
      data-index={index}
      className="event-row"
      data-selected={isSelected || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div {...TABLE_ROLES.cell} className="event-id">
        <button
          type="button"
          className="event-fold"
          aria-expanded={isOpen}
          aria-label={isOpen ? texts.close(id) : texts.open(id)}
          onClick={() => onToggle(id)}
        >
          <Fold size={14} aria-hidden />
        </button>
        {id}
      </div>
      <div {...TABLE_ROLES.cell} className="event-time" title={texts.fullTime(at)}>
        {texts.clock(at)}
        <span className="event-after">+{texts.span(at.getTime() - startedAt)}</span>
      </div>
      <div {...TABLE_ROLES.cell} className="event-type" data-bad={BAD.test(Type) || undefined}>
        {Type}
      </div>
      <div {...TABLE_ROLES.cell} className="event-step">
        {StepName !== '' && (
          <button type="button" className="event-link" onClick={() => onSelect(run)}>
            {StepName}
          </button>
        )}
      </div>
      <div {...TABLE_ROLES.cell} className="event-detail">
        {cutText(EventDetail, MOST_CHARACTERS)}
      </div>
      <div {...TABLE_ROLES.cell} className="event-cause">
        {ScheduleEventId === 0 ? '' : ScheduleEventId}
      </div>
      {isOpen && (
        <div {...TABLE_ROLES.cell} className="event-open">
          <JsonView text={EventDetail} label={`${Type} ${id}`} />
        </div>
      )}
    </div>
  );
});
