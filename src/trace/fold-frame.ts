import type { EventView } from '../api/contract.ts';
import { stringifyJson } from '../common/json-text.ts';
import {
  closeFrame,
  countWay,
  currentRun,
  type Draft,
  frameAfter,
  own,
  putFrame,
  putRun,
  type Spot,
  spotAround,
} from './draft.ts';
import { readDetail } from './event-detail.ts';
import type { RunFrame } from './model.ts';

/** BranchEntered and IterationEntered: one more list opens beside the others of its step. */
export function openInner(draft: Draft, event: EventView): void {
  const spot = currentRun(draft, frameAfter(draft, event.ScheduleEventId));
  if (spot === undefined) return;
  const { index = spot.run.framesEntered } = readDetail(event.EventDetail);
  const isBranch = event.Type === 'BranchEntered';
  const frame = open(draft, spot, {
    id: event.EventId,
    kind: isBranch ? 'branch' : 'iteration',
    place: `${spot.run.place}[${isBranch ? index : ''}]`,
    index,
    at: Date.parse(event.Time),
  });
  own(draft, event, frame, spot.run.id);
}

/** BranchExited and IterationExited: the list has ended well. */
export function closeInner(draft: Draft, event: EventView): void {
  const frame = frameAfter(draft, event.ScheduleEventId);
  const spot = frame && spotAround(draft, frame);
  if (frame === undefined || spot === undefined || frame.kind === 'option') return;
  countWay(draft, frame, '');
  closeFrame(draft, frame, 'exited', Date.parse(event.Time));
  const { run } = spot;
  putRun(draft, {
    ...run,
    framesExited: run.framesExited + 1,
    openFrames: run.openFrames.filter((id) => id !== frame.id),
  });
  own(draft, event, spot.frame, run.id);
}

/** The list of the option that a choice has begun. It has no event of its own, so the first step in it shows that it began. */
export function openOption(draft: Draft, choice: Spot, event: EventView): RunFrame {
  return open(draft, choice, {
    id: event.ScheduleEventId,
    kind: 'option',
    place: `${choice.run.place}?${stringifyJson(event.StepName)}`,
    at: Date.parse(event.Time),
  });
}

interface Opening extends Pick<RunFrame, 'id' | 'kind' | 'place' | 'index'> {
  readonly at: number;
}

const KINDS = { branch: 'parallel', iteration: 'foreach', option: 'choice', flow: 'plain' } as const;

function open(draft: Draft, { run }: Spot, { at, ...opening }: Opening): RunFrame {
  const { framesEntered, openFrames, lastFrame } = run;
  putRun(draft, {
    ...run,
    kind: KINDS[opening.kind],
    framesEntered: framesEntered + 1,
    lastFrame: opening.id,
    openFrames: [...openFrames, opening.id],
  });
  return putFrame(draft, {
    ...opening,
    run: run.id,
    ...(lastFrame !== undefined && { previous: lastFrame }),
    status: 'open',
    openedAt: at,
  });
}
