import type { JsonObject } from '../common/json.ts';
import type { StepList } from '../flow/flow.ts';
import type { Commit } from './commit.ts';
import { closed, opened } from './fan-out.ts';
import { inPhase, phaseOf, running, stepOf, withFrame } from './frames.ts';
import { CorruptLog, type ExecutionState, type Frame, frameOf } from './state.ts';
import { iterationInput } from './steps/foreach.ts';

/** BranchEntered and IterationEntered: one more list opens beside the others, with a local of its own. */
export function branchEntered(
  state: ExecutionState,
  frame: Frame,
  index: number,
  { id }: Commit,
): ExecutionState {
  const phase = phaseOf(frame, 'fanning');
  const { active, lastEvent } = running(frame);
  const { steps, input, iterationIndex } = listAt(frame, index, active.input);
  const parent = inPhase(frame, opened(phase, id), lastEvent);
  return withFrame(withFrame(state, parent), {
    id,
    steps,
    input,
    local: {},
    outerLocals: [],
    parent: frame.id,
    index,
    ...(iterationIndex !== undefined && { iterationIndex }),
    lastEvent: id,
    position: 0,
  });
}

interface OpenedList {
  readonly steps: StepList;
  readonly input: JsonObject;
  readonly iterationIndex: number | undefined;
}

/** The list that a branch or iteration runs, and the input of its steps. */
export function listAt(frame: Frame, index: number, input: JsonObject): OpenedList {
  const step = stepOf(frame, 'parallel', 'foreach');
  if (step.type === 'foreach') {
    return { steps: step.steps, input: iterationInput(step, input, index), iterationIndex: index };
  }
  const steps = step.branches[index]?.steps;
  if (steps === undefined) throw new CorruptLog(`${step.name} has no branch ${index}`);
  return { steps, input, iterationIndex: frame.iterationIndex };
}

/** BranchExited and IterationExited: the list's local becomes one result of the step around. */
export function branchExited(state: ExecutionState, frame: Frame, { id }: Commit): ExecutionState {
  if (frame.parent === undefined || frame.index === undefined) {
    throw new CorruptLog(`frame ${frame.id} is neither a branch nor an iteration`);
  }
  const parent = frameOf(state, frame.parent);
  const phase = closed(phaseOf(parent, 'fanning'), frame.id, frame.index, frame.local);
  const frames = state.frames.without(frame.id);
  return withFrame({ ...state, frames }, inPhase(parent, phase, id));
}
