import type { JsonObject, JsonValue } from '../common/json.ts';
import { unreachable } from '../common/unreachable.ts';
import type { Step } from '../flow/flow.ts';
import type { Commit } from './commit.ts';
import type { Failure } from './event.ts';
import { batchHasFailed, withTally } from './evolve-fan-out.ts';
import { failedStep, inPhase, phaseOf, running, stepOf, withFrame, withoutChildren } from './frames.ts';
import { leaving } from './left-runs.ts';
import { applyMappings, contextOf, stepInput } from './mappings.ts';
import { optionSurroundings } from './option.ts';
import { CorruptLog, type ExecutionState, type Frame, frameOf } from './state.ts';
import type { Started, StepStart } from './step-handler.ts';
import { choice } from './steps/choice.ts';
import { fail } from './steps/fail.ts';
import { foreach } from './steps/foreach.ts';
import { parallel } from './steps/parallel.ts';
import { pass } from './steps/pass.ts';
import { succeed } from './steps/succeed.ts';
import { wait } from './steps/wait.ts';

/** StepEntered: the step's input is built. A task's is built at each attempt instead, with the attempt's token. */
export function stepEntered(state: ExecutionState, frame: Frame, { id }: Commit): ExecutionState {
  const step = stepOf(frame);
  const input = step.type === 'task' ? {} : stepInput(state, frame, step.inputMappings, id);
  return withFrame(state, {
    ...frame,
    active: { entry: id, input, phase: { kind: 'entered' } },
    lastEvent: id,
  });
}

/** StepStarted: the rule of the step's type decides its first phase. */
export function stepStarted(state: ExecutionState, frame: Frame, { id, at, owner }: Commit): ExecutionState {
  const { active } = running(frame);
  const { phase, opens, tally } = start(stepOf(frame), {
    input: active.input,
    id,
    now: at,
    owner,
    numbers: state.facts.numbers,
  });
  const plain = inPhase(frame, phase, id);
  const started = tally === undefined ? plain : withTally(plain, tally);
  const next = withFrame(state, started);
  if (opens === undefined) return next;
  const surroundings = optionSurroundings(started, active.input);
  return withFrame(next, { id, ...surroundings, local: {}, parent: frame.id, lastEvent: id, position: 0 });
}

function start(step: Step, at: StepStart): Started {
  switch (step.type) {
    case 'pass':
      return pass.start(step, at);
    case 'succeed':
      return succeed.start(step, at);
    case 'fail':
      return fail.start(step, at);
    case 'wait':
      return wait.start(step, at);
    case 'choice':
      return choice.start(step, at);
    case 'parallel':
      return parallel.start(step, at);
    case 'foreach':
      return foreach.start(step, at);
    case 'task':
      throw new CorruptLog(`the task ${step.name} has events of its own instead of StepStarted`);
    default:
      return unreachable(step);
  }
}

/** StepSucceeded: the output is built; a finished option's list is closed. */
export function stepSucceeded(state: ExecutionState, frame: Frame, { id }: Commit): ExecutionState {
  const { local, goto, rest } = resultOf(state, frame);
  const output = outputOf(state, frame, local);
  const phase = { kind: 'succeeded', local, output, ...(goto !== undefined && { goto }) } as const;
  return withFrame(rest, inPhase(frame, phase, id));
}

interface Result {
  readonly local: JsonValue;
  readonly goto?: string | undefined;
  readonly rest: ExecutionState;
}

function resultOf(state: ExecutionState, frame: Frame): Result {
  const phase = phaseOf(frame, 'finished', 'waiting', 'choosing');
  switch (phase.kind) {
    case 'finished':
      return { local: phase.local, goto: phase.goto, rest: state };
    case 'choosing':
      return {
        local: frameOf(state, phase.frame).local,
        goto: phase.goto,
        rest: withoutChildren(state, frame),
      };
    default:
      return { local: {}, rest: state };
  }
}

/** The output of a step for its parent: its outputMappings, or its local (nothing for parallel and foreach). */
export function outputOf(state: ExecutionState, frame: Frame, local: JsonValue, token?: string): JsonObject {
  const step = stepOf(frame);
  const { entry, input } = running(frame).active;
  if (step.outputMappings !== undefined) {
    const context = contextOf(state, frame, entry, token);
    return applyMappings(step.outputMappings, { input, local, context });
  }
  return Array.isArray(local) ? {} : (local as JsonObject);
}

/** StepExited: the output is merged into the list's local, and the list goes on. */
export function stepExited(state: ExecutionState, frame: Frame, { id }: Commit): ExecutionState {
  const step = stepOf(frame);
  const phase = phaseOf(frame, 'succeeded', 'caught');
  const { active: _, ...idle } = frame;
  const position =
    phase.goto !== undefined
      ? frame.steps.findIndex(({ name }) => name === phase.goto)
      : endsList(step)
        ? frame.steps.length
        : frame.position + 1;
  return withFrame(state, { ...idle, local: { ...frame.local, ...phase.output }, position, lastEvent: id });
}

function endsList(step: Step): boolean {
  return step.type === 'succeed' || (step.type !== 'fail' && step.end);
}

/** StepFailed: the lists inside are dropped, and the list around fails (the flow's own one remembers why). */
export function stepFailed(
  state: ExecutionState,
  frame: Frame,
  failure: Failure,
  commit: Commit,
): ExecutionState {
  const { id } = commit;
  if (frame.parent === undefined) return withFrame(state, { ...frame, failure, lastEvent: id });
  const parent = frameOf(state, frame.parent);
  if (parent.active?.tally !== undefined) return batchHasFailed(state, parent, frame, failure, commit);
  const phase = { kind: 'failing', failure, origin: failedStep(frame) } as const;
  const rest = withoutChildren(state, parent);
  const dropped = state.frames.values().filter(({ id }) => rest.frames.get(id) === undefined);
  return withFrame(leaving(rest, dropped), inPhase(parent, phase, id));
}
