import type { EventId } from '../event.ts';
import type { Frame } from '../state.ts';
import type { StepEntry, Timeline } from './timeline.ts';

/** Where an execution is to go on: at the last entry of a step, or at the step entry that an event belongs to. */
export interface ChosenPoint {
  /** Name of the step, or its path as far as that tells it from others. */
  readonly fromStep?: string;
  readonly fromEventId?: EventId;
}

/** A list as it was after an event: what came later in it is taken back. */
export interface Point {
  readonly list: Frame;
  readonly after: EventId;
  /** Path of the step that comes next; absent at the begin of the flow. */
  readonly path?: string;
}

/** Why there is no such point, as a sentence. */
export interface Refused {
  readonly refused: string;
}

const SHOWN_PATHS = 10;

/** The point that was chosen; undefined when none was. */
export function chosenPoint(
  timeline: Timeline,
  { fromStep, fromEventId }: ChosenPoint,
): Point | Refused | undefined {
  if (fromStep !== undefined) return lastEntry(timeline, fromStep);
  return fromEventId === undefined ? undefined : ofEvent(timeline, fromEventId);
}

function lastEntry(timeline: Timeline, text: string): Point | Refused {
  const found = timeline.entries.filter(({ path }) => path === text || path.endsWith(`/${text}`));
  const last = found.at(-1);
  if (last === undefined) {
    return { refused: `No step ${text} was entered; entered were ${listed(timeline.entries)}` };
  }
  const isOne = found.every(({ place }) => place === last.place) || last.path === text;
  if (!isOne) return { refused: `Several steps are named ${text}; give a path: ${listed(found)}` };
  return before(timeline, last);
}

function listed(entries: readonly StepEntry[]): string {
  const paths = [...new Set(entries.map(({ path }) => path))];
  const shown = paths.slice(0, SHOWN_PATHS).join(', ');
  return paths.length > SHOWN_PATHS ? `${shown} and ${paths.length - SHOWN_PATHS} more` : shown || 'none';
}

function ofEvent(timeline: Timeline, id: EventId): Point | Refused {
  const event = timeline.event(id);
  if (event === undefined) {
    return { refused: `There is no event ${id}; the last one is ${timeline.last.lastEventId}` };
  }
  const opened = timeline.listAfter(id, id);
  if (opened !== undefined && event.type !== 'StepStarted') return { list: opened, after: id };
  const list = 'frame' in event ? timeline.listAfter(event.frame, id - 1) : undefined;
  const entryId = event.type === 'StepEntered' ? id : list?.active?.entry;
  const entry = timeline.entries.find((known) => known.id === entryId);
  return entry === undefined ? { refused: notOfStep(event.type, id) } : before(timeline, entry);
}

function notOfStep(type: string, id: EventId): string {
  return `Event ${id} is ${type}, not an event of a step that counts; choose one that the history shows of a step`;
}

function before(timeline: Timeline, { id, frame, path }: StepEntry): Point {
  const after = id - 1;
  return { list: timeline.listAfter(frame, after) as Frame, after, path };
}
