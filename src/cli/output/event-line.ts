import type { EventView } from '../../api/contract.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { parseDetail } from '../../trace/event-detail.ts';
import { formatFailure } from './failure-text.ts';
import type { Paint, Style } from './terminal.ts';
import { printable, textWidth, truncate } from './text-width.ts';

/** Widest type name, so that lines of one history align. */
const TYPE_CELLS = 18;
const ID_CELLS = 5;

function styleOf(type: string): Style | undefined {
  if (/Failed|TimedOut/.test(type)) return 'red';
  if (type === 'ExecutionStopped') return 'yellow';
  if (type.startsWith('Execution')) return 'green';
  return /Entered|Exited|Started|Scheduled/.test(type) ? 'dim' : undefined;
}

/** One event on one line, cut to `columns` when given: id, time of day, type, step, detail. */
export function formatEvent(event: EventView, paint: Paint, columns?: number): string {
  const style = styleOf(event.Type);
  const type = event.Type.padEnd(TYPE_CELLS);
  const id = String(event.EventId).padStart(ID_CELLS);
  const time = event.Time.slice(11, 23);
  const lead = `${id}  ${time}  ${style === undefined ? type : paint(style, type)}`;
  const rest = [printable(event.StepName), detailText(event)].filter((text) => text !== '');
  const tail = rest.join('  ');
  const room = columns === undefined ? undefined : Math.max(0, columns - textWidth(lead) - 2);
  return `${lead}  ${room === undefined ? tail : truncate(tail, room)}`.trimEnd();
}

/** A failure as a sentence with the other fields behind it; any other detail as it is. */
function detailText({ EventDetail }: EventView): string {
  const detail = parseDetail(EventDetail);
  const { error, cause, ...others } = detail;
  const isFailure = typeof error === 'string' && typeof cause === 'string';
  if (!isFailure || stringifyJson(detail) !== EventDetail) return printable(EventDetail);
  const failure = formatFailure({ error, cause });
  return Object.keys(others).length === 0 ? failure : `${failure}  ${printable(stringifyJson(others))}`;
}
