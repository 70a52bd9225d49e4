import type { EventView } from '../../api/contract.ts';
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
  const rest = [event.StepName, event.EventDetail].filter((text) => text !== '').map(printable);
  const tail = rest.join('  ');
  const room = columns === undefined ? undefined : Math.max(0, columns - textWidth(lead) - 2);
  return `${lead}  ${room === undefined ? tail : truncate(tail, room)}`.trimEnd();
}
