import { running } from './frames.ts';
import { attemptOf, firstBrokenOff } from './retry.ts';
import { currentStep, type ExecutionState, type Frame, type LeftRun } from './state.ts';

/** True for a child that runs or is just being started: the driver that starts it does not know yet that nothing waits for it. */
export function awaitsChild(frame: Frame): boolean {
  const step = currentStep(frame);
  const phase = frame.active?.phase.kind;
  return step?.type === 'task' && step.pattern === 'sync' && (phase === 'running' || phase === 'submitted');
}

/**
 * The state that remembers which of these lists, which go on no longer, have a map run under way. A map run is a part of the execution
 * and ends with it at the latest; another flow that was waited for is none.
 */
export function leaving(state: ExecutionState, frames: readonly Frame[]): ExecutionState {
  const runs = frames.filter(awaitsMapRun).map(leftRun);
  return runs.length === 0 ? state : { ...state, left: [...(state.left ?? []), ...runs] };
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
