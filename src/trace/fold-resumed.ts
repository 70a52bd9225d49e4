import type { EventView } from '../api/contract.ts';
import { isJsonArray, isJsonObject } from '../common/json.ts';
import { abandonFrame, closeFrame, type Draft, endRun, putFrame, putRun } from './draft.ts';
import { parseDetail } from './event-detail.ts';
import type { ExecutionAttempt, StepRun } from './model.ts';
import { hasEnded } from './run-status.ts';

/** A list of steps that goes on, and the run that it is at; absent between two steps. */
interface OpenList {
  readonly list: number;
  readonly entry: number | undefined;
}

/** ExecutionRedriven and ExecutionForked: some lists are open again, each at a run of its own, and no others. */
export function resumeExecution(draft: Draft, event: EventView): void {
  const open = openLists(event);
  draft.earlier = [...draft.earlier, endedAttempt(draft)];
  draft.begunBy = event.EventId;
  draft.status = 'Running';
  delete draft.endedAt;
  delete draft.failure;
  const at = Date.parse(event.Time);
  const goesOn = new Map(open.map(({ list, entry }) => [list, entry]));
  for (const frame of draft.frames.values()) {
    if (frame.status === 'open' && !goesOn.has(frame.id)) closeFrame(draft, frame, 'abandoned', at);
  }
  for (const { list, entry } of open) reopenList(draft, list, entry, at);
}

function endedAttempt({ begunBy, status, events, startedAt = 0, endedAt, failure }: Draft): ExecutionAttempt {
  const begin = events.get(begunBy);
  return {
    begunBy,
    begunAt: begin === undefined ? startedAt : Date.parse(begin.Time),
    status,
    ...(endedAt !== undefined && { endedAt }),
    ...(failure !== undefined && { failure }),
  };
}

function openLists({ EventDetail }: EventView): readonly OpenList[] {
  const { open } = parseDetail(EventDetail);
  if (!isJsonArray(open)) return [];
  return open.flatMap((item) => {
    if (!isJsonObject(item) || typeof item['list'] !== 'number') return [];
    return [{ list: item['list'], entry: typeof item['entry'] === 'number' ? item['entry'] : undefined }];
  });
}

function reopenList(draft: Draft, id: number, entry: number | undefined, at: number): void {
  const frame = draft.frames.get(id);
  if (frame === undefined) return;
  const left = frame.current === undefined ? undefined : draft.runs.get(frame.current);
  if (left !== undefined && left.id !== entry) {
    for (const inner of left.openFrames) abandonFrame(draft, inner, at);
    endRun(draft, left, { status: 'abandoned', endedAt: at });
  }
  const { closedAt: _closedAt, current: _current, ...rest } = frame;
  putFrame(draft, { ...rest, status: 'open', ...(entry !== undefined && { current: entry, last: entry }) });
  const around = frame.run === undefined ? undefined : draft.runs.get(frame.run);
  if (around !== undefined && !around.openFrames.includes(id)) {
    const framesExited = around.framesExited - (frame.status === 'exited' ? 1 : 0);
    putRun(draft, { ...around, framesExited, openFrames: [...around.openFrames, id] });
  }
  const run = entry === undefined ? undefined : draft.runs.get(entry);
  if (run !== undefined) reopenRun(draft, run);
}

function reopenRun(draft: Draft, run: StepRun): void {
  const { status, endedAt: _e, exitedBy: _x, error: _n, cause: _c, goto: _g, ...rest } = run;
  if (!hasEnded(status)) return;
  putRun(draft, { ...rest, status: run.restsUntil === undefined ? 'running' : 'resting' });
  draft.openRuns++;
  const totals = draft.totals.get(run.place);
  if (totals === undefined) return;
  draft.totals.set(run.place, { ...totals, open: totals.open + 1, [status]: totals[status] - 1 });
}
