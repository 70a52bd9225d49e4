import { running } from './frames.ts';
import type { LeftRun } from './left-run.ts';
import type { MessageId } from './record.ts';
import { attemptOf, firstBrokenOff } from './retry.ts';
import { currentStep, type ExecutionState, type Frame } from './state.ts';
import { taskParameters } from './task-parameters.ts';

/** True for a child that runs or is just being started: the driver that starts it does not know yet that nothing waits for it. */
export function awaitsChild(frame: Frame): boolean {
  const step = currentStep(frame);
  const phase = frame.active?.phase.kind;
  return step?.type === 'task' && step.pattern === 'sync' && (phase === 'running' || phase === 'submitted');
}

/**
 * The state that remembers which of these lists, which go on no longer, have a map run under way. A map run is a part of the execution
 * and ends with it at the latest.
 */
export function leaving(state: ExecutionState, frames: readonly Frame[]): ExecutionState {
  const runs = frames.filter(awaitsMapRun).map(leftRun);
  return runs.length === 0 ? state : { ...state, left: [...(state.left ?? []), ...runs] };
}

/** As many of the newest are remembered: long before, the message that owed the stop is gone. */
const MOST_CHILDREN = 100;

/** The state that remembers, besides a map run, the execution of another flow for which an attempt has waited for too long. */
export function leavingLate(state: ExecutionState, frame: Frame, owner: MessageId): ExecutionState {
  const step = currentStep(frame);
  if (step?.type !== 'task' || step.map !== undefined || !awaitsChild(frame)) return leaving(state, [frame]);
  const { ExecutionName } = taskParameters(step, running(frame).active.input);
  const params = ExecutionName === undefined ? {} : { ExecutionName };
  const late = { ...leftRun(frame), child: { target: step.target, params, owner } };
  const { left = [] } = state;
  const oldest = left.filter(({ child }) => child !== undefined).at(-MOST_CHILDREN);
  const kept = left.filter((run) => run !== oldest);
  return { ...state, left: [...kept, late] };
}

function awaitsMapRun(frame: Frame): boolean {
  const step = currentStep(frame);
  return step?.type === 'task' && step.map !== undefined && awaitsChild(frame);
}

function leftRun(frame: Frame): LeftRun {
  const { active } = running(frame);
  const since = firstBrokenOff(active);
  const run = { frame: frame.id, entry: active.entry, attempt: attemptOf(active) };
  return since === undefined ? run : { ...run, since };
}
