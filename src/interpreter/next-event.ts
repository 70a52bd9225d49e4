import type { TaskStep } from '../flow/flow.ts';
import type { TaskId } from './command.ts';
import type { ExecutionEvent } from './event.ts';
import { nextToOpen } from './fan-out.ts';
import { stepOf } from './frames.ts';
import { attemptOf } from './retry.ts';
import { type ActiveStep, currentStep, type ExecutionState, type Frame, frameOf } from './state.ts';

/** Values on which the next event may depend besides the state. */
export interface NextOptions {
  /** Branches or iterations of one step that may be open at the same time. */
  readonly concurrency: number;
  /** A new token for an attempt. */
  readonly newToken: (task: TaskId) => string;
}

/** The event by which a frame goes on by itself; undefined while it waits for a command or for other frames. */
export function nextEvent(
  state: ExecutionState,
  frame: Frame,
  options: NextOptions,
): ExecutionEvent | undefined {
  if (frame.failure !== undefined) return { type: 'ExecutionFailed', failure: frame.failure };
  if (isCutOff(state, frame)) return undefined;
  if (frame.active !== undefined) return nextOfStep(frame, frame.active, options);
  return currentStep(frame) === undefined
    ? endOfList(state, frame)
    : { type: 'StepEntered', frame: frame.id };
}

/** True for a batch of a map run that fails: its end stops what runs. */
function isCutOff(state: ExecutionState, { parent }: Frame): boolean {
  const around = parent === undefined ? undefined : frameOf(state, parent).active;
  return around?.tally !== undefined && around.phase.kind !== 'fanning';
}

function nextOfStep(frame: Frame, active: ActiveStep, options: NextOptions): ExecutionEvent | undefined {
  const { id } = frame;
  const { phase } = active;
  switch (phase.kind) {
    case 'entered':
      return stepOf(frame).type === 'task'
        ? scheduling(frame, active, options)
        : { type: 'StepStarted', frame: id };
    case 'scheduled':
      return { type: 'TaskStarted', frame: id };
    case 'fanning': {
      const index = nextToOpen(phase, options.concurrency, active.tally);
      if (index === undefined) return undefined;
      const type = stepOf(frame).type === 'foreach' ? 'IterationEntered' : 'BranchEntered';
      return { type, frame: id, index };
    }
    case 'finished':
      return { type: 'StepSucceeded', frame: id };
    case 'succeeded':
    case 'caught':
      return { type: 'StepExited', frame: id };
    case 'failing':
      return { type: 'StepFailed', frame: id, failure: phase.failure };
    default:
      return undefined;
  }
}

/** The event that begins the next attempt of a task. */
export function scheduling(frame: Frame, active: ActiveStep, { newToken }: NextOptions): ExecutionEvent {
  if (!usesToken(stepOf(frame, 'task'))) return { type: 'TaskScheduled', frame: frame.id };
  const task: TaskId = { frame: frame.id, entry: active.entry, attempt: attemptOf(active) };
  return { type: 'TaskScheduled', frame: frame.id, token: newToken(task) };
}

/** True where the token can leave the engine: a pattern that waits for a report, or a mapping that reads `$context`. */
function usesToken(step: TaskStep): boolean {
  if (step.pattern !== 'requestResponse') return true;
  const mappings = [step.inputMappings, step.outputMappings, step.errorMappings].flatMap(
    (list) => list ?? [],
  );
  return mappings.some(({ source }) => source.kind === 'reference' && source.path.root === 'context');
}

function endOfList(state: ExecutionState, frame: Frame): ExecutionEvent {
  if (frame.parent === undefined) return { type: 'ExecutionSucceeded' };
  const parent = frameOf(state, frame.parent);
  switch (stepOf(parent).type) {
    case 'foreach':
      return { type: 'IterationExited', frame: frame.id };
    case 'parallel':
      return { type: 'BranchExited', frame: frame.id };
    default:
      return { type: 'StepSucceeded', frame: parent.id };
  }
}
