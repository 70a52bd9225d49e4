import type { EventView, ExecutionStatus } from '../api/contract.ts';
import { closeFrame, countWay, type Draft } from './draft.ts';
import { readDetail } from './event-detail.ts';
import { FLOW_FRAME, type RunFrame, type StepRun } from './model.ts';

const END_STATUS: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionSucceeded: 'Succeeded',
  ExecutionFailed: 'Failed',
  ExecutionStopped: 'Stopped',
  ExecutionTimedOut: 'TimedOut',
};

/** The last event: steps and lists that are still open are abandoned. */
export function endExecution(draft: Draft, event: EventView): void {
  const at = Date.parse(event.Time);
  const flow = draft.frames.get(FLOW_FRAME);
  draft.status = END_STATUS[event.Type] ?? draft.status;
  draft.endedAt = at;
  if (flow === undefined) return;
  if (draft.status === 'Succeeded') {
    countWay(draft, flow, '');
    closeFrame(draft, flow, 'exited', at);
    return;
  }
  const { error = '', cause = '' } = readDetail(event.EventDetail);
  const failed = innermostFailure(draft, flow);
  const runs = failed === undefined ? openLeaves(draft, flow) : [failed.id];
  draft.failure = { error, cause, runs };
  closeFrame(draft, flow, failed === undefined ? 'abandoned' : 'failed', at);
}

/** The run whose failure ended the flow's own list: the innermost of the failed ones at its end. */
function innermostFailure(draft: Draft, frame: RunFrame): StepRun | undefined {
  const last = frame.last === undefined ? undefined : draft.runs.get(frame.last);
  if (last?.status !== 'failed') return undefined;
  for (let id = last.lastFrame; id !== undefined; ) {
    const inner = draft.frames.get(id);
    const deeper = inner && innermostFailure(draft, inner);
    if (deeper !== undefined) return deeper;
    id = inner?.previous;
  }
  return last;
}

/** Open runs in which nothing is open. */
function openLeaves(draft: Draft, frame: RunFrame): readonly number[] {
  const run = frame.current === undefined ? undefined : draft.runs.get(frame.current);
  if (run === undefined) return [];
  const inside = run.openFrames.flatMap((id) => {
    const inner = draft.frames.get(id);
    return inner === undefined ? [] : openLeaves(draft, inner);
  });
  return inside.length > 0 ? inside : [run.id];
}
