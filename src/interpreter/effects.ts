import { mapTarget } from '../targets/map-run.ts';
import type { TaskId } from './command.ts';
import type { Effect, FinishExecution, InvokeTask, StartTimer, StopChild } from './effect.ts';
import type { Instant } from './event.ts';
import { running, stepOf } from './frames.ts';
import { listensWith } from './heartbeats.ts';
import type { LeftRun } from './left-run.ts';
import { type NextOptions, nextEvent } from './next-event.ts';
import type { MessageId } from './record.ts';
import { attemptOf, firstBrokenOff } from './retry.ts';
import type { EndState, ExecutionState, Frame, TaskPhase } from './state.ts';
import { taskParameters } from './task-parameters.ts';

/** The effect that lets a frame go on; undefined when it needs none, or waits for a report or for other frames. */
export function effectOfFrame(frame: Frame): Effect | undefined {
  const phase = frame.active?.phase;
  switch (phase?.kind) {
    case 'running':
      return invokeTask(frame, phase);
    case 'waiting':
    case 'retrying':
      return { type: 'StartTimer', timer: phase.timer, fireAt: phase.fireAt };
    default:
      return undefined;
  }
}

/**
 * All effects that belong to the messages that `owns` accepts and are not known to be done. A driver performs them when a
 * message reaches it again, or when it has taken over another message's work.
 */
export function pendingEffects(
  state: ExecutionState,
  owns: (owner: MessageId) => boolean,
  options: NextOptions,
): Effect[] {
  if (state.end !== undefined) return owns(state.end.owner) ? [finishEffect(state.end)] : [];
  const effects: Effect[] = [];
  const frames = state.frames.values();
  for (const frame of frames) {
    const phase = frame.active?.phase;
    if (phase === undefined || !('owner' in phase) || !owns(phase.owner)) continue;
    const effect = effectOfFrame(frame);
    if (effect !== undefined) effects.push(effect);
  }
  if (state.watchdog !== undefined && owns(state.watchdog.owner)) {
    effects.push(watchdogEffect(state.watchdog.fireAt));
  }
  if (
    state.heartbeats !== undefined &&
    owns(state.heartbeats.owner) &&
    listensWith(state, state.heartbeats.timer)
  ) {
    effects.push(heartbeatsEffect(state.heartbeats));
  }
  effects.push(...stopsOfTimedOut(state.left, owns));
  if (owns(state.lastOwner) && frames.some((frame) => nextEvent(state, frame, options))) {
    effects.push({ type: 'GoOn' });
  }
  return effects;
}

/** Arms the watchdog. */
export function watchdogEffect(fireAt: Instant): StartTimer {
  return { type: 'StartTimer', timer: 'watchdog', fireAt };
}

/** Arms the timer that looks after heartbeats. */
export function heartbeatsEffect({ timer, fireAt }: NonNullable<ExecutionState['heartbeats']>): StartTimer {
  return { type: 'StartTimer', timer, fireAt };
}

/** The effect that finishes an execution which has ended. */
export function finishEffect(end: EndState): FinishExecution {
  const children = [...end.abandoned.map(stopChild), ...(end.left ?? []).map(stopLeft)];
  return { type: 'FinishExecution', children, timers: end.timers };
}

/** Stops the children of attempts that have timed out, as far as the message owes it by which they did. */
export function stopsOfTimedOut(
  left: readonly LeftRun[] = [],
  owns: (owner: MessageId) => boolean = () => true,
): readonly StopChild[] {
  return left.filter(({ child }) => child !== undefined && owns(child.owner)).map(stopLeft);
}

/** The attempt a frame's task is at. */
export function taskId(frame: Frame): TaskId {
  const { active } = running(frame);
  return { frame: frame.id, entry: active.entry, attempt: attemptOf(active) };
}

function invokeTask(frame: Frame, phase: TaskPhase): InvokeTask {
  const step = stepOf(frame, 'task');
  const { input } = running(frame).active;
  return {
    type: 'InvokeTask',
    task: taskId(frame),
    stepName: step.name,
    target: step.target,
    pattern: step.pattern,
    ...(step.map !== undefined && { map: step.map }),
    input,
    params: taskParameters(step, input),
    ...(phase.token !== undefined && { token: phase.token }),
    ...(phase.deadlineAt !== undefined && { deadlineAt: phase.deadlineAt }),
    ...brokenOff(frame),
  };
}

function stopChild(frame: Frame): StopChild {
  const step = stepOf(frame, 'task');
  const { input } = running(frame).active;
  return {
    type: 'StopChild',
    task: taskId(frame),
    target: step.target,
    input,
    params: taskParameters(step, input),
    ...brokenOff(frame),
  };
}

function stopLeft({ since, child, ...task }: LeftRun): StopChild {
  const brokenOff = since === undefined ? {} : { brokenOff: { ...task, attempt: task.attempt - 1, since } };
  const { target, params } = child ?? { target: mapTarget('run'), params: {} };
  return { type: 'StopChild', task, target, input: {}, params, ...brokenOff };
}

/** The attempts before the first one since the execution went on. */
function brokenOff(frame: Frame): Pick<InvokeTask, 'brokenOff'> {
  const since = firstBrokenOff(running(frame).active);
  const task = taskId(frame);
  return since === undefined ? {} : { brokenOff: { ...task, attempt: task.attempt - 1, since } };
}
