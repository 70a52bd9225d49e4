import { cutText } from '../common/cut-text.ts';
import { isJsonObject } from '../common/json.ts';
import { readJson } from '../common/json-text.ts';
import { utf8Bytes } from '../common/text-bytes.ts';
import { unreachable } from '../common/unreachable.ts';
import type { ChangedRules } from '../flow/flow.ts';
import type { Advance } from './advance.ts';
import type { Command, TaskId } from './command.ts';
import type { DecisionLimits } from './decision.ts';
import { watchdogEffect } from './effects.ts';
import type { EventId, ExecutionEvent, Failure, Instant } from './event.ts';
import { awaitedAttempt } from './evolve-task.ts';
import { fireHeartbeats } from './fire-heartbeats.ts';
import { running } from './frames.ts';
import { listensWith } from './heartbeats.ts';
import { scheduling } from './next-event.ts';
import type { TaskPhase } from './state.ts';
import { isExceeded } from './tally.ts';
import { earliestDeadline, executionDeadline, overdueTasks } from './watchdog.ts';

/** Characters of an unusable output that its cause shows. */
const SHOWN_CHARACTERS = 100;

/** Emits the events that a command stands for; none when the execution does not wait for it. */
export function applyCommand(advance: Advance, command: Command): void {
  if (command.type === 'Stop' && !isMeant(advance, command)) return;
  if (advance.state.status === 'Starting') {
    if (command.type === 'Start') advance.emit({ type: 'ExecutionStarted' });
    else if (command.type === 'Stop') stopBeforeStart(advance, command.failure);
    return;
  }
  switch (command.type) {
    case 'Start':
    case 'Continue':
      return;
    case 'Stop':
      advance.emit({ type: 'ExecutionStopped', failure: command.failure });
      return;
    case 'FireTimer':
      if (command.timer === 'watchdog') fireWatchdog(advance, command.dueAt);
      else if (listensWith(advance.state, command.timer))
        fireHeartbeats(advance, command.timer, command.dueAt, command.heartbeats ?? []);
      else fireTimer(advance, command.timer);
      return;
    case 'ChangeMapRun':
      changeMapRun(advance, command.rules);
      return;
    default:
      applyToTask(advance, command);
  }
}

/** False for a stop of what another attempt of the parent's task has started, or what has gone on for another since. */
function isMeant({ state, at }: Advance, { startedBy }: Extract<Command, { type: 'Stop' }>): boolean {
  return startedBy === undefined || startedBy === (state.awaitedBy?.startedBy ?? at.startedBy);
}

/** Changes the rules of a map run whose batches still run, unless more items have failed than they tolerate. */
function changeMapRun(advance: Advance, rules: ChangedRules): void {
  for (const { id, active } of advance.state.frames.values()) {
    if (active?.tally === undefined || active.phase.kind !== 'fanning') continue;
    if (!isExceeded({ ...active.tally, ...rules })) advance.emit({ type: 'MapRunChanged', frame: id, rules });
  }
}

function stopBeforeStart(advance: Advance, failure: Failure): void {
  advance.emit({ type: 'ExecutionStarted' });
  advance.emit({ type: 'ExecutionStopped', failure: failure });
}

type TaskCommand = Extract<Command, { task: TaskId }>;

function applyToTask(advance: Advance, command: TaskCommand): void {
  const { frame, entry, attempt } = command.task;
  const phase = awaitedAttempt(advance.state.frames.get(frame), entry, attempt);
  const event = phase && eventOf(command, phase, advance.at.limits);
  if (phase === undefined || event === undefined) return;
  if (phase.deadlineAt !== undefined && phase.deadlineAt <= advance.at.now) {
    // If a late result were ignored, a driver whose clock is behind could still accept it from the same message.
    advance.emit({ type: 'TaskTimedOut', frame });
    return;
  }
  advance.emit(event);
}

function eventOf(
  command: TaskCommand,
  phase: TaskPhase,
  { stepDataBytes }: DecisionLimits,
): ExecutionEvent | undefined {
  const { frame } = command.task;
  switch (command.type) {
    case 'SubmitTask':
      return phase.kind === 'running' ? { type: 'TaskSubmitted', frame, output: command.output } : undefined;
    case 'FailSubmit':
      return phase.kind === 'running'
        ? { type: 'TaskSubmitFailed', frame, failure: command.failure }
        : undefined;
    case 'CompleteTask':
      // A text that is too large is not read: the limit ends the execution.
      return utf8Bytes(command.output) > stepDataBytes
        ? { type: 'TaskSucceeded', frame, output: command.output }
        : completion(frame, command.output);
    case 'FailTask':
      return { type: 'TaskFailed', frame, failure: command.failure };
    default:
      return unreachable(command);
  }
}

function completion(frame: EventId, output: string): ExecutionEvent {
  const read = readJson(output);
  if ('value' in read && isJsonObject(read.value)) return { type: 'TaskSucceeded', frame, output };
  const wrong = 'beyondRange' in read ? `The output ${read.problem}` : 'The output must be a JSON object';
  const cause = `${wrong}, found ${cutText(output, SHOWN_CHARACTERS)}`;
  return { type: 'TaskFailed', frame, failure: { error: 'FnF.InvalidOutput', cause } };
}

function fireTimer(advance: Advance, timer: EventId): void {
  const { state, at, options } = advance;
  for (const frame of state.frames.values()) {
    const phase = frame.active?.phase;
    if ((phase?.kind !== 'waiting' && phase?.kind !== 'retrying') || phase.timer !== timer) continue;
    if (at.now < phase.fireAt) advance.comesEarly(timer, phase.fireAt);
    else if (phase.kind === 'waiting') advance.emit({ type: 'StepSucceeded', frame: frame.id });
    else advance.emit(scheduling(frame, running(frame).active, options));
    return;
  }
}

/**
 * Times out the attempts that were overdue when the watchdog was due, and arms it for the next deadline unless it is
 * armed for a later time already.
 *
 * Only whether it comes early depends on the clock; all else follows from the state and the message. Otherwise, of two
 * drivers that get the same message, one could find work where the other found none and deleted the message.
 */
function fireWatchdog(advance: Advance, dueAt: Instant): void {
  const { state, at } = advance;
  if (at.now < dueAt) {
    advance.comesEarly('watchdog', dueAt);
    return;
  }
  if (executionDeadline(state) <= dueAt) advance.emit({ type: 'ExecutionTimedOut' });
  for (const { id } of overdueTasks(state, dueAt)) advance.emit({ type: 'TaskTimedOut', frame: id });
  const deadline = earliestDeadline(advance.state);
  const isArmed = state.watchdog !== undefined && state.watchdog.fireAt > dueAt;
  if (deadline !== undefined && !isArmed) advance.perform(watchdogEffect(Math.max(deadline, at.now)));
}
