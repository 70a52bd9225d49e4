import { isJsonObject, type JsonObject } from '../common/json.ts';
import { parseJson } from '../common/json-text.ts';
import type { TaskStep } from '../flow/flow.ts';
import { replyWithinSeconds } from '../targets/function.ts';
import type { Commit } from './commit.ts';
import type { EventId, ExecutionEvent, Failure } from './event.ts';
import { outputOf } from './evolve-step.ts';
import { inPhase, phaseOf, type RunningFrame, running, stepOf, withFrame } from './frames.ts';
import { listenFor } from './heartbeats.ts';
import { leavingLate } from './left-runs.ts';
import { applyMappings, contextOf, stepInput } from './mappings.ts';
import { attemptOf, catchTarget, nextRetry } from './retry.ts';
import { CorruptLog, type ExecutionState, type Frame, type Phase, type TaskPhase } from './state.ts';
import { executionDeadline, watchFor } from './watchdog.ts';

/** TaskScheduled: an attempt begins, with an input and perhaps a token and a deadline of its own. */
export function taskScheduled(
  state: ExecutionState,
  frame: Frame,
  token: string | undefined,
  { id, at, owner }: Commit,
): ExecutionState {
  const step = stepOf(frame, 'task');
  const { active } = running(frame);
  const seconds = Math.min(step.timeoutSeconds ?? Number.POSITIVE_INFINITY, replyWithin(step));
  const deadlineAt = seconds === Number.POSITIVE_INFINITY ? undefined : at + seconds * 1000;
  const phase: TaskPhase = {
    kind: 'scheduled',
    attempt: attemptOf(active),
    owner,
    ...(token !== undefined && { token }),
    ...(deadlineAt !== undefined && { deadlineAt }),
  };
  const input = stepInput(state, frame, step.inputMappings, active.entry, token);
  const next = withFrame(state, { ...frame, active: { ...active, input, phase }, lastEvent: id });
  return deadlineAt === undefined ? next : watchFor(next, deadlineAt, at, owner);
}

/** TaskStarted: the attempt is handed to the outside. */
export function taskStarted(state: ExecutionState, frame: Frame, { id }: Commit): ExecutionState {
  const phase = phaseOf(frame, 'scheduled');
  return withFrame(state, inPhase(frame, { ...phase, kind: 'running' }, id));
}

/** TaskSubmitted: a callback or a child's end is awaited, at most as long as the execution may live; heartbeats are owed from now on. */
export function taskSubmitted(
  state: ExecutionState,
  frame: Frame,
  { id, at, owner }: Commit,
): ExecutionState {
  const phase = phaseOf(frame, 'running');
  const { heartbeatSeconds: seconds } = stepOf(frame, 'task');
  const heartbeat = seconds === undefined ? undefined : { seconds, due: at + seconds * 1000 };
  const submitted = { ...phase, kind: 'submitted', ...(heartbeat !== undefined && { heartbeat }) } as const;
  const before = heartbeat === undefined ? state : listenFor(state, heartbeat, { id, at, owner });
  const next = withFrame(before, inPhase(frame, submitted, id));
  return watchFor(next, phase.deadlineAt ?? executionDeadline(state), at, owner);
}

/** TaskSucceeded: the result becomes the step's local. */
export function taskSucceeded(
  state: ExecutionState,
  frame: Frame,
  output: string,
  { id }: Commit,
): ExecutionState {
  const { token } = phaseOf(frame, 'running', 'submitted');
  const local = parseJson(output);
  if (!isJsonObject(local)) throw new CorruptLog(`event ${id} completes a task with no object`);
  const phase: Phase = { kind: 'succeeded', local, output: outputOf(state, frame, local, token) };
  return withFrame(state, inPhase(frame, phase, id));
}

/** TaskFailed and TaskSubmitFailed: a retry policy takes the failure, else a catch policy, else the step fails. */
export function taskFailed(
  state: ExecutionState,
  frame: Frame,
  failure: Failure,
  { id, at, owner }: Commit,
  unread: { readonly isUnread?: true } = {},
): ExecutionState {
  const step = stepOf(frame, 'task');
  const { token } = phaseOf(frame, 'running', 'submitted');
  const failed = running(frame);
  const retry = nextRetry(step, failure.error, failed.active.retries ?? []);
  if (retry !== undefined) {
    const fireAt = at + retry.delayMilliseconds;
    const phase: Phase = { kind: 'retrying', timer: id, fireAt, owner };
    const active = { ...failed.active, input: {}, retries: retry.retries, phase };
    return withFrame(state, { ...frame, active, lastEvent: id });
  }
  const goto = catchTarget(step, failure.error);
  if (goto === undefined)
    return withFrame(state, inPhase(frame, { kind: 'failing', failure, ...unread }, id));
  const output = errorOutput(state, failed, step, failure, token);
  return withFrame(state, inPhase(frame, { kind: 'caught', failure, output, goto }, id));
}

/** TaskTimedOut: a failure like any other, with the name `FnF.TaskTimeout` or `FnF.HeartbeatTimeout`. */
export function taskTimedOut(
  state: ExecutionState,
  frame: Frame,
  event: TimedOut,
  commit: Commit,
): ExecutionState {
  const failure = taskTimeout(stepOf(frame, 'task'), event);
  return taskFailed(leavingLate(state, frame, commit.owner), frame, failure, commit);
}

type TimedOut = Pick<Extract<ExecutionEvent, { type: 'TaskTimedOut' }>, 'isHeartbeatMissed'>;

/** The failure of an attempt that did not end, or send a heartbeat, in time. */
export function taskTimeout(step: TaskStep, { isHeartbeatMissed }: TimedOut): Failure {
  const { timeoutSeconds, heartbeatSeconds } = step;
  if (isHeartbeatMissed) {
    const cause = `The task sent no heartbeat within ${heartbeatSeconds} seconds`;
    return { error: 'FnF.HeartbeatTimeout', cause };
  }
  const within = replyWithin(step);
  const cause =
    within < (timeoutSeconds ?? Number.POSITIVE_INFINITY)
      ? `No reply of the function came within ${within} seconds; a result that is too large for a message is lost`
      : `The task did not end within ${timeoutSeconds} seconds`;
  return { error: 'FnF.TaskTimeout', cause };
}

/** Seconds after which the result of a function counts as lost that comes as a message; infinite for any other task. */
function replyWithin({ target, pattern }: TaskStep): number {
  const seconds =
    target.kind === 'function' && pattern === 'requestResponse' ? replyWithinSeconds(target) : undefined;
  return seconds ?? Number.POSITIVE_INFINITY;
}

function errorOutput(
  state: ExecutionState,
  frame: RunningFrame,
  step: TaskStep,
  { error, cause }: Failure,
  token: string | undefined,
): JsonObject {
  if (step.errorMappings === undefined) return {};
  const { entry, input } = frame.active;
  const context = contextOf(state, frame, entry, token);
  return applyMappings(step.errorMappings, { input, local: { error, cause, code: error }, context });
}

/** The attempt that a token or an effect names, if the step still waits for exactly that one. */
export function awaitedAttempt(
  frame: Frame | undefined,
  entry: EventId,
  attempt: number,
): TaskPhase | undefined {
  if (frame?.active?.entry !== entry) return undefined;
  const { phase } = frame.active;
  if (phase.kind !== 'running' && phase.kind !== 'submitted') return undefined;
  return phase.attempt === attempt ? phase : undefined;
}
