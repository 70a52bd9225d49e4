import type { EventView } from '../api/contract.ts';
import type { ExecutionModel, RunFrame, StepRun, StepTotals, Way } from './model.ts';
import { type EndStatus, isOpen } from './run-status.ts';
import { addWay } from './ways.ts';

/** A model in the making: its parts are replaced one after the other, its maps belong to it alone. */
export type Draft = {
  -readonly [K in keyof ExecutionModel]: K extends 'totals' | 'ways'
    ? Map<string, K extends 'totals' ? StepTotals : Way>
    : ExecutionModel[K];
};

/** The frame and its open run that an event speaks of. */
export interface Spot {
  readonly frame: RunFrame;
  readonly run: StepRun;
}

/** The frame that goes on after an event; undefined when the event is unknown. */
export function frameAfter(draft: Draft, eventId: number): RunFrame | undefined {
  const owner = draft.owners.get(eventId);
  return owner && draft.frames.get(owner.frame);
}

/** The run that is open in a frame. */
export function currentRun(draft: Draft, frame: RunFrame | undefined): Spot | undefined {
  const run = frame?.current === undefined ? undefined : draft.runs.get(frame.current);
  return frame === undefined || run === undefined ? undefined : { frame, run };
}

/** The step run around a frame. */
export function spotAround(draft: Draft, frame: RunFrame): Spot | undefined {
  const run = frame.run === undefined ? undefined : draft.runs.get(frame.run);
  return run && currentRun(draft, draft.frames.get(run.frame));
}

/** Notes which frame goes on after an event, and which run the event is about. */
export function own(draft: Draft, event: EventView, frame: RunFrame, run?: number): void {
  draft.owners = draft.owners.with(event.EventId, { frame: frame.id, ...(run !== undefined && { run }) });
}

/** Puts the frame in the place of the one with its id. */
export function putFrame(draft: Draft, frame: RunFrame): RunFrame {
  draft.frames = draft.frames.with(frame.id, frame);
  return frame;
}

/** Puts the run in the place of the one with its id. */
export function putRun(draft: Draft, run: StepRun): StepRun {
  draft.runs = draft.runs.with(run.id, run);
  return run;
}

/** Ends a run that is open, and counts how. */
export function endRun(
  draft: Draft,
  run: StepRun,
  end: Partial<StepRun> & { readonly status: EndStatus },
): void {
  if (!isOpen(run)) return;
  putRun(draft, { ...run, ...end, openFrames: [] });
  draft.openRuns--;
  const totals = draft.totals.get(run.place);
  if (totals === undefined) return;
  const { status } = end;
  draft.totals.set(run.place, { ...totals, open: totals.open - 1, [status]: totals[status] + 1 });
}

/** Closes a frame, and abandons everything that is still open in it. */
export function closeFrame(draft: Draft, frame: RunFrame, status: RunFrame['status'], at: number): void {
  if (frame.status !== 'open') return;
  const { current, ...rest } = frame;
  putFrame(draft, { ...rest, status, closedAt: at });
  const run = current === undefined ? undefined : draft.runs.get(current);
  if (run === undefined) return;
  const inside = run.openFrames;
  endRun(draft, run, { status: 'abandoned', endedAt: at });
  for (const id of inside) abandonFrame(draft, id, at);
}

/** Abandons the frame with this id and everything open in it. */
export function abandonFrame(draft: Draft, id: number, at: number): void {
  const frame = draft.frames.get(id);
  if (frame !== undefined) closeFrame(draft, frame, 'abandoned', at);
}

/** Counts the way from a frame's last run to the step at `to`, or to its end where `to` is empty. */
export function countWay(draft: Draft, frame: RunFrame, to: string): void {
  const last = frame.last === undefined ? undefined : draft.runs.get(frame.last);
  addWay(draft.ways, draft.frames, frame, last, to);
}
