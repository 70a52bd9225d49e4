import { MAX_TIMEOUT_SECONDS } from '../limits.ts';
import type { Instant } from './event.ts';
import type { MessageId } from './record.ts';
import type { ExecutionState, Frame, TaskPhase } from './state.ts';

/**
 * A watchdog due within this time of a commit counts as fired already: the clocks of two drivers differ, and the
 * one whose clock is ahead may have fired it before it could see this commit.
 */
const CLOCK_SKEW_MILLISECONDS = 60_000;

/**
 * The state in which `deadline` is looked after: by the armed watchdog when that is due earlier (it is armed anew
 * for the next deadline when it fires), else by a new one that belongs to `owner`.
 */
export function watchFor(
  state: ExecutionState,
  deadline: Instant,
  now: Instant,
  owner: MessageId,
): ExecutionState {
  const { watchdog } = state;
  if (watchdog === undefined) return { ...state, watchdog: { fireAt: deadline, owner } };
  const hasFired = watchdog.fireAt <= now + CLOCK_SKEW_MILLISECONDS;
  if (!hasFired && watchdog.fireAt <= deadline) return state;
  const fireAt = hasFired ? Math.min(deadline, ...deadlines(state)) : deadline;
  return { ...state, watchdog: { fireAt, owner } };
}

/** When the execution as a whole times out. */
export function executionDeadline(state: ExecutionState): Instant {
  return state.startedAt + (state.flow.timeoutSeconds ?? MAX_TIMEOUT_SECONDS) * 1000;
}

/** The earliest instant at which something of this execution times out; undefined when nothing needs a watchdog. */
export function earliestDeadline(state: ExecutionState): Instant | undefined {
  const found = deadlines(state);
  return found.length === 0 ? undefined : Math.min(...found);
}

/**
 * Every instant at which something may time out, those of tasks and that of the execution.
 *
 * The limit for a flow without `timeoutSeconds` counts only while the execution waits for a report: every other rest ends
 * by itself long before, and each command checks the limit.
 */
function deadlines(state: ExecutionState): Instant[] {
  const found: Instant[] = [];
  if (state.flow.timeoutSeconds !== undefined) found.push(executionDeadline(state));
  for (const frame of state.frames.values()) {
    const phase = taskPhase(frame);
    if (phase?.deadlineAt !== undefined) found.push(phase.deadlineAt);
    else if (phase?.kind === 'submitted') found.push(executionDeadline(state));
  }
  return found;
}

/** The frames whose task attempt should have ended by `now`. */
export function overdueTasks(state: ExecutionState, now: Instant): Frame[] {
  return state.frames.values().filter((frame) => {
    const phase = taskPhase(frame);
    return phase?.deadlineAt !== undefined && phase.deadlineAt <= now;
  });
}

/** The task attempt a frame waits for, if any. */
export function taskPhase(frame: Frame): TaskPhase | undefined {
  const phase = frame.active?.phase;
  switch (phase?.kind) {
    case 'scheduled':
    case 'running':
    case 'submitted':
      return phase;
    default:
      return undefined;
  }
}
