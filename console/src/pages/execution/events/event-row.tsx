import { ActionIcon, Anchor } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventView } from '../../../../../src/api/contract.ts';
import { JsonView } from '../../../components/code/json-view.tsx';
import { durationText } from '../../../components/duration-text.ts';

interface EventRowProps {
  /** Measures the row, whose height changes with its detail. */
  readonly ref: Ref<HTMLTableRowElement>;
  readonly index: number;
  readonly top: number;
  readonly event: EventView;
  readonly startedAt: number;
  /** The step run that the event is about. */
  readonly run: number | undefined;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly onToggle: (id: number) => void;
  readonly onSelect: (run: number | undefined) => void;
}

const BAD = /Failed|TimedOut|Stopped/;

/** One event: a line, and below it its detail when it is opened. */
export const EventRow = memo(function EventRow(props: EventRowProps) {
  const { ref, index, top, event, startedAt, run, isOpen, isSelected, onToggle, onSelect } = props;
  const { t, i18n } = useTranslation('execution');
  const { EventId: id, Type, StepName, EventDetail, ScheduleEventId, Time } = event;
  const at = new Date(Time);
  const local = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    at,
  );
  const clock = new Intl.DateTimeFormat(i18n.language, CLOCK).format(at);
  const Fold = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tr
      ref={ref}
      data-index={index}
      aria-rowindex={index + 2}
      className="event-row"
      data-selected={isSelected || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <td className="event-id">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'events.close' : 'events.open', { id })}
          onClick={() => onToggle(id)}
        >
          <Fold size={14} aria-hidden />
        </ActionIcon>
        {id}
      </td>
      <td className="event-time" title={`${local}\n${at.toISOString()} (UTC)`}>
        {clock}
        <span className="event-after">+{durationText(at.getTime() - startedAt, i18n.language)}</span>
      </td>
      <td className="event-type" data-bad={BAD.test(Type) || undefined}>
        {Type}
      </td>
      <td className="event-step">
        {StepName !== '' && (
          <Anchor component="button" type="button" inherit onClick={() => onSelect(run)}>
            {StepName}
          </Anchor>
        )}
      </td>
      <td className="event-detail">{EventDetail.slice(0, 200)}</td>
      <td className="event-cause">{ScheduleEventId === 0 ? '' : ScheduleEventId}</td>
      {isOpen && (
        <td className="event-open">
          <JsonView text={EventDetail} label={`${Type} ${id}`} />
        </td>
      )}
    </tr>
  );
});

const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
};
