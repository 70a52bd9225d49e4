import type { JsonValue } from '../../common/json.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { unreachable } from '../../common/unreachable.ts';
import type { EventId, ExecutionEvent } from '../../interpreter/event.ts';
import { timeoutFailure } from '../../interpreter/evolve-execution.ts';
import { phaseOf, stepOf } from '../../interpreter/frames.ts';
import { currentStep, type ExecutionState, type Frame, frameOf } from '../../interpreter/state.ts';
import { firstInput } from '../log/circumstances.ts';
import type { WholeHeader } from '../log/whole-log.ts';
import { originDetail, resumedDetail } from './history-resumed-detail.ts';
import { branchEntered, branchExited, stepExited, stepStarted } from './history-step-detail.ts';
import { taskFailed, taskScheduled, taskTimedOut } from './history-task-detail.ts';

/** The parts of an event that the API shows besides its id, type and time. */
export interface EventDescription {
  /** The event that caused it; 0 for the first. */
  readonly scheduleEventId: EventId;
  /** Empty for events of the execution itself. */
  readonly stepName: string;
  /** Compact JSON text; its shape depends on the type (docs/reference/language.md 8.2). */
  readonly detail: string;
}

/** Renders an event from the states around it. */
export function describeEvent(
  header: WholeHeader,
  before: ExecutionState,
  event: ExecutionEvent,
  after: ExecutionState,
): EventDescription {
  const frame = 'frame' in event ? frameOf(before, event.frame) : undefined;
  const detail = detailOf(header, before, event, after);
  return {
    scheduleEventId: causeOf(before, event, frame),
    stepName: stepNameOf(before, event),
    detail: typeof detail === 'string' ? detail : stringifyJson(detail),
  };
}

function causeOf(before: ExecutionState, event: ExecutionEvent, frame: Frame | undefined): EventId {
  switch (event.type) {
    case 'BranchEntered':
    case 'IterationEntered':
      return frame === undefined ? 0 : phaseOf(frame, 'fanning').started;
    case 'StepSucceeded':
      return frame === undefined ? 0 : lastInside(before, frame);
    case 'ExecutionSucceeded':
    case 'ExecutionFailed':
      return before.frames.values()[0]?.lastEvent ?? before.lastEventId;
    default:
      return frame?.lastEvent ?? before.lastEventId;
  }
}

/** The newest event of an option's list ends its choice; every other step is ended by its own chain. */
function lastInside(before: ExecutionState, frame: Frame): EventId {
  const phase = frame.active?.phase;
  return phase?.kind === 'choosing' ? frameOf(before, phase.frame).lastEvent : frame.lastEvent;
}

/** The step's name as the API shows it: branches and iterations carry that of the step around them. */
export function stepNameOf(before: ExecutionState, event: ExecutionEvent): string {
  const frame = 'frame' in event ? frameOf(before, event.frame) : undefined;
  if (frame === undefined) return '';
  const isExit = event.type === 'BranchExited' || event.type === 'IterationExited';
  const named = isExit && frame.parent !== undefined ? frameOf(before, frame.parent) : frame;
  return currentStep(named)?.name ?? '';
}

/** The detail as JSON text where it holds text that is kept as it was received, else as a value. */
function detailOf(
  header: WholeHeader,
  before: ExecutionState,
  event: ExecutionEvent,
  after: ExecutionState,
): JsonValue {
  switch (event.type) {
    case 'ExecutionStarted':
      return `{"input":${firstInput(header)}}`;
    case 'ExecutionSucceeded':
      return { output: after.end?.output ?? {} };
    case 'ExecutionFailed':
    case 'ExecutionStopped':
      return { ...event.failure };
    case 'ExecutionTimedOut':
      return { ...timeoutFailure(before) };
    case 'ExecutionRedriven':
    case 'ExecutionForked':
      return { ...originDetail(header, after), ...resumedDetail(event, after) };
    default:
      return frameDetail(before, event, after);
  }
}

function frameDetail(
  before: ExecutionState,
  event: Extract<ExecutionEvent, { frame: EventId }>,
  after: ExecutionState,
): JsonValue {
  const frame = frameOf(before, event.frame);
  switch (event.type) {
    case 'StepEntered':
      return { input: frame.input, local: frame.local };
    case 'StepStarted':
      return stepStarted(frame);
    case 'StepSucceeded':
      return { output: phaseOf(frameOf(after, frame.id), 'succeeded').output };
    case 'StepExited':
      return stepExited(frame, frameOf(after, frame.id));
    case 'BranchEntered':
    case 'IterationEntered':
      return branchEntered(stepOf(frame), frameOf(after, after.lastEventId));
    case 'BranchExited':
    case 'IterationExited':
      return branchExited(frame);
    case 'TaskScheduled':
      return taskScheduled(frameOf(after, frame.id));
    case 'TaskStarted':
      return {};
    case 'TaskSubmitted':
    case 'TaskSucceeded':
      return `{"output":${event.output}}`;
    case 'StepFailed':
      return taskFailed(frame, event.failure);
    case 'TaskSubmitFailed':
    case 'TaskFailed':
      return { ...event.failure };
    case 'TaskTimedOut':
      return taskTimedOut(frame, event);
    case 'MapRunChanged':
      return { ...event.rules };
    default:
      return unreachable(event);
  }
}
