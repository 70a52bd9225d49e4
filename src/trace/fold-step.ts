import type { EventView } from '../api/contract.ts';
import { stringifyJson } from '../common/json-text.ts';
import {
  abandonFrame,
  closeFrame,
  countWay,
  currentRun,
  type Draft,
  endRun,
  frameAfter,
  own,
  putFrame,
  putRun,
  type Spot,
  spotAround,
} from './draft.ts';
import { readDetail, restsUntil } from './event-detail.ts';
import { openOption } from './fold-frame.ts';
import { noRuns } from './tally.ts';

/** StepEntered: a run begins in the frame of its cause, or in the option that its choice has just begun. */
export function enterStep(draft: Draft, event: EventView): void {
  const around = frameAfter(draft, event.ScheduleEventId);
  const choice = currentRun(draft, around);
  const frame = choice === undefined ? around : openOption(draft, choice, event);
  if (frame?.status !== 'open') return;
  const { EventId: id, StepName: name } = event;
  const place = `${frame.place}${stringifyJson(name)}`;
  const before = draft.totals.get(place);
  const totals = before ?? noRuns(name);
  countWay(draft, frame, place);
  draft.totals.set(place, {
    ...totals,
    entered: totals.entered + 1,
    open: totals.open + 1,
    lastRun: id,
  });
  putRun(draft, {
    id,
    frame: frame.id,
    name,
    place,
    kind: 'plain',
    status: 'running',
    ordinal: totals.entered + 1,
    ...(before !== undefined && { earlier: before.lastRun }),
    ...(frame.last !== undefined && { previous: frame.last }),
    enteredAt: Date.parse(event.Time),
    attempts: [],
    framesEntered: 0,
    framesExited: 0,
    openFrames: [],
  });
  draft.openRuns++;
  own(draft, event, putFrame(draft, { ...frame, current: id, last: id }), id);
}

/** StepStarted: the step has its input; a wait step begins to rest. */
export function startStep(draft: Draft, event: EventView): void {
  const spot = spotAfter(draft, event);
  if (spot === undefined) return;
  const until = restsUntil(readDetail(event.EventDetail), Date.parse(event.Time));
  putRun(draft, {
    ...spot.run,
    inputBy: event.EventId,
    ...(until !== undefined && { kind: 'wait', status: 'resting', restsUntil: until }),
  });
  own(draft, event, spot.frame, spot.run.id);
}

/** StepSucceeded: the output is known; the option that a choice ran is over. */
export function succeedStep(draft: Draft, event: EventView): void {
  const frame = frameAfter(draft, event.ScheduleEventId);
  const isOption = frame?.kind === 'option' && frame.current === undefined;
  const spot = isOption ? spotAround(draft, frame) : currentRun(draft, frame);
  if (spot === undefined) return;
  if (isOption) {
    countWay(draft, frame, '');
    closeFrame(draft, frame, 'exited', Date.parse(event.Time));
  }
  putRun(draft, { ...spot.run, outputBy: event.EventId, status: 'running', openFrames: [] });
  own(draft, event, spot.frame, spot.run.id);
}

/** StepExited: the run has ended well, or its failure was caught. */
export function exitStep(draft: Draft, event: EventView): void {
  const spot = spotAfter(draft, event);
  if (spot === undefined) return;
  const { error, cause, goto, output } = readDetail(event.EventDetail);
  endRun(draft, spot.run, {
    status: error === undefined ? 'succeeded' : 'caught',
    endedAt: Date.parse(event.Time),
    exitedBy: event.EventId,
    ...(output !== undefined && { outputBy: event.EventId }),
    ...(error !== undefined && { error, cause: cause ?? '' }),
    ...(goto !== undefined && { goto }),
  });
  own(draft, event, leave(draft, spot), spot.run.id);
}

/** StepFailed: the run and all that is open beside it have ended, and the step around fails next. */
export function failStep(draft: Draft, event: EventView): void {
  const spot = spotAfter(draft, event);
  if (spot === undefined) return;
  const at = Date.parse(event.Time);
  const { error = '', cause = '' } = readDetail(event.EventDetail);
  const { openFrames } = spot.run;
  endRun(draft, spot.run, { status: 'failed', endedAt: at, exitedBy: event.EventId, error, cause });
  for (const id of openFrames) abandonFrame(draft, id, at);
  const frame = leave(draft, spot);
  const around = spotAround(draft, frame);
  closeFrame(draft, frame, 'failed', at);
  for (const id of around?.run.openFrames ?? []) abandonFrame(draft, id, at);
  own(draft, event, around?.frame ?? frame, spot.run.id);
}

function spotAfter(draft: Draft, event: EventView): Spot | undefined {
  return currentRun(draft, frameAfter(draft, event.ScheduleEventId));
}

function leave(draft: Draft, { frame }: Spot) {
  const { current: _, ...rest } = frame;
  return putFrame(draft, rest);
}
