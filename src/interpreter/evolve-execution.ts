import type { JsonObject } from '../common/json.ts';
import type { Flow } from '../flow/flow.ts';
import { MAX_TIMEOUT_SECONDS } from '../limits.ts';
import type { Commit } from './commit.ts';
import type { ExecutionEvent } from './event.ts';
import { failedStep, withFrame } from './frames.ts';
import { awaitsChild } from './left-runs.ts';
import { applyMappings } from './mappings.ts';
import type { EndState, ExecutionState, Frame, PendingTimer } from './state.ts';
import { currentStep } from './state.ts';
import { watchFor } from './watchdog.ts';

/** ExecutionStarted: the flow's own list opens. */
export function started(state: ExecutionState, { id, at, owner }: Commit): ExecutionState {
  const { flow, facts } = state;
  const root: Frame = {
    id,
    steps: flow.steps,
    input: flowInput(state, flow, facts.input),
    local: {},
    outerLocals: [],
    lastEvent: id,
    position: 0,
  };
  const running = withFrame({ ...state, status: 'Running', startedAt: at }, root);
  if (flow.timeoutSeconds === undefined) return running;
  return watchFor(running, at + flow.timeoutSeconds * 1000, at, owner);
}

/** The input of a flow's own list: what the execution was given, after the flow's inputMappings. */
export function flowInput(state: ExecutionState, { inputMappings }: Flow, input: JsonObject): JsonObject {
  return inputMappings === undefined
    ? input
    : applyMappings(inputMappings, { input, local: {}, context: flowContext(state) });
}

type EndEvent = Extract<
  ExecutionEvent,
  { type: 'ExecutionSucceeded' | 'ExecutionFailed' | 'ExecutionStopped' | 'ExecutionTimedOut' }
>;

const STATUS = {
  ExecutionSucceeded: 'Succeeded',
  ExecutionFailed: 'Failed',
  ExecutionStopped: 'Stopped',
  ExecutionTimedOut: 'TimedOut',
} as const;

/**
 * The last event: nothing is open any more. Children of an execution that was stopped or has timed out, and batches of a map run
 * that has failed, are left to be stopped.
 */
export function ended(state: ExecutionState, event: EndEvent, { at, owner }: Commit): ExecutionState {
  const { watchdog: _watchdog, heartbeats: _heartbeats, left, ...rest } = state;
  const frames = state.frames.values();
  const orphans =
    event.type === 'ExecutionStopped' ||
    event.type === 'ExecutionTimedOut' ||
    frames.some(({ active }) => active?.tally !== undefined);
  const end: EndState = {
    at,
    owner,
    abandoned: orphans ? frames.filter(awaitsChild) : [],
    timers: pendingTimers(state),
    ...(left !== undefined && { left }),
    ...outcomeOf(state, event),
    ...(event.type !== 'ExecutionSucceeded' && stepAtEnd(state)),
  };
  return { ...rest, status: STATUS[event.type], frames: state.frames.cleared(), end };
}

function outcomeOf(state: ExecutionState, event: EndEvent): Pick<EndState, 'output' | 'failure'> {
  switch (event.type) {
    case 'ExecutionSucceeded':
      return { output: flowOutput(state) };
    case 'ExecutionTimedOut':
      return { failure: timeoutFailure(state) };
    default:
      return { failure: event.failure };
  }
}

/** The step that failed, else of those under way the one that moved last. */
function stepAtEnd(state: ExecutionState): Pick<EndState, 'step'> {
  const open = state.frames.values().filter((frame) => currentStep(frame) !== undefined);
  const last = open.reduce<Frame | undefined>(
    (newest, frame) => (newest === undefined || frame.lastEvent > newest.lastEvent ? frame : newest),
    undefined,
  );
  return last === undefined ? {} : { step: failedStep(last) };
}

/** The output of a flow whose own list has ended: its outputMappings, or its local. */
export function flowOutput(state: ExecutionState): EndState['output'] & object {
  const root = state.frames.values()[0] as Frame;
  const { outputMappings } = state.flow;
  if (outputMappings === undefined) return root.local;
  return applyMappings(outputMappings, { input: root.input, local: root.local, context: flowContext(state) });
}

/** Why an execution timed out. */
export function timeoutFailure(state: ExecutionState): { error: string; cause: string } {
  const seconds = state.flow.timeoutSeconds ?? MAX_TIMEOUT_SECONDS;
  return { error: 'FnF.Timeout', cause: `The execution did not end within ${seconds} seconds` };
}

/** Waits, delays of retries, the watchdog, and the timer of heartbeats as it was armed first. */
function pendingTimers({ frames, watchdog, heartbeats }: ExecutionState): readonly PendingTimer[] {
  const waits = frames.values().flatMap(({ active }) => {
    const phase = active?.phase;
    if (phase?.kind !== 'waiting' && phase?.kind !== 'retrying') return [];
    return [{ timer: phase.timer, fireAt: phase.fireAt }];
  });
  return [
    ...waits,
    ...(watchdog === undefined ? [] : [{ timer: 'watchdog' as const, fireAt: watchdog.fireAt }]),
    ...(heartbeats === undefined ? [] : [{ timer: heartbeats.timer, fireAt: heartbeats.fireAt }]),
  ];
}

function flowContext({ facts }: ExecutionState) {
  return { flow: { name: facts.flowName, id: facts.flowId }, execution: { name: facts.executionName } };
}
