import { unreachable } from '../common/unreachable.ts';
import type { Commit } from './commit.ts';
import type { EventId, ExecutionEvent, Instant } from './event.ts';
import { ended, started } from './evolve-execution.ts';
import { branchEntered, branchExited, mapRunChanged } from './evolve-fan-out.ts';
import { resumed } from './evolve-resumed.ts';
import { stepEntered, stepExited, stepFailed, stepStarted, stepSucceeded } from './evolve-step.ts';
import {
  taskFailed,
  taskScheduled,
  taskStarted,
  taskSubmitted,
  taskSucceeded,
  taskTimedOut,
} from './evolve-task.ts';
import { isUnread } from './reading.ts';
import type { MessageId } from './record.ts';
import { type ExecutionState, frameOf } from './state.ts';

/**
 * The state after one more event. Pure: the same log folds to the same state for ever.
 *
 * @throws CorruptLog when the event cannot follow on this state.
 */
export function evolve(
  state: ExecutionState,
  event: ExecutionEvent,
  at: Instant,
  owner: MessageId,
): ExecutionState {
  const commit: Commit = { id: state.lastEventId + 1, at, owner };
  return { ...apply(state, event, commit), lastEventId: commit.id, lastOwner: owner };
}

function apply(state: ExecutionState, event: ExecutionEvent, commit: Commit): ExecutionState {
  switch (event.type) {
    case 'ExecutionStarted':
      return started(state, commit);
    case 'ExecutionSucceeded':
    case 'ExecutionFailed':
    case 'ExecutionStopped':
    case 'ExecutionTimedOut':
      return ended(state, event, commit);
    case 'ExecutionRedriven':
    case 'ExecutionForked':
      return resumed(state, event, commit);
    default:
      return applyToFrame(state, event, commit);
  }
}

type FrameEvent = Extract<ExecutionEvent, { frame: EventId }>;

function applyToFrame(state: ExecutionState, event: FrameEvent, commit: Commit): ExecutionState {
  const frame = frameOf(state, event.frame);
  switch (event.type) {
    case 'StepEntered':
      return stepEntered(state, frame, commit);
    case 'StepStarted':
      return stepStarted(state, frame, commit);
    case 'StepSucceeded':
      return stepSucceeded(state, frame, commit);
    case 'StepExited':
      return stepExited(state, frame, commit);
    case 'StepFailed':
      return stepFailed(state, frame, event.failure, commit);
    case 'BranchEntered':
    case 'IterationEntered':
      return branchEntered(state, frame, event.index, commit);
    case 'BranchExited':
    case 'IterationExited':
      return branchExited(state, frame, commit);
    case 'TaskScheduled':
      return taskScheduled(state, frame, event.token, commit);
    case 'TaskStarted':
      return taskStarted(state, frame, commit);
    case 'TaskSubmitted':
      return taskSubmitted(state, frame, commit);
    case 'TaskSucceeded':
      return taskSucceeded(state, frame, event.output, commit);
    case 'TaskSubmitFailed':
      return taskFailed(state, frame, event.failure, commit, isUnread(frame, event.failure));
    case 'TaskFailed':
      return taskFailed(state, frame, event.failure, commit);
    case 'TaskTimedOut':
      return taskTimedOut(state, frame, event, commit);
    case 'MapRunChanged':
      return mapRunChanged(state, frame, event.rules);
    default:
      return unreachable(event);
  }
}
