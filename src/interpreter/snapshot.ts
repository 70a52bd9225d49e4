import type { JsonObject, JsonValue } from '../common/json.ts';
import type { Flow } from '../flow/flow.ts';
import type { EventId, Failure } from './event.ts';
import { listAt } from './evolve-fan-out.ts';
import { running, stepOf } from './frames.ts';
import { stepInput } from './mappings.ts';
import { optionSurroundings } from './option.ts';
import {
  type ActiveStep,
  CorruptLog,
  type ExecutionState,
  type Frame,
  frameOf,
  initialState,
  type Phase,
  type Results,
} from './state.ts';

/** The definition of a version that the log names; of the first one without. @throws CorruptLog when it is not known */
function versionOf({ flow, versions }: ExecutionState, version: number | undefined): Flow {
  if (version === undefined) return flow;
  const found = versions.get(version);
  if (found === undefined) throw new CorruptLog(`version ${version} of the definition is not known`);
  return found;
}

type StoredPhase =
  | Exclude<Phase, { kind: 'fanning' }>
  | (Omit<Extract<Phase, { kind: 'fanning' }>, 'results'> & {
      readonly results: readonly Omit<Results, 'rest'>[];
    });

interface StoredStep extends Omit<ActiveStep, 'phase' | 'input'> {
  readonly phase: StoredPhase;
  /** Kept where the token that it was built with is no longer known: in a task that has just ended. */
  readonly input?: JsonObject;
}

interface StoredFrame {
  readonly id: EventId;
  readonly parent?: EventId;
  readonly index?: number;
  readonly local: JsonObject;
  readonly lastEvent: EventId;
  readonly position: number;
  readonly active?: StoredStep;
  readonly failure?: Failure;
}

type StoredState = Omit<ExecutionState, 'flow' | 'facts' | 'versions' | 'frames' | 'end'> & {
  /** The flow's own input; everything below it is derived again. */
  readonly input: JsonObject;
  readonly frames: readonly StoredFrame[];
};

/**
 * A running execution's state as JSON, without the parts that the flow and other frames imply. The inputs of lists and
 * steps are built again when the snapshot is read, so a collection is not kept once per open iteration.
 */
export function toSnapshot(state: ExecutionState): JsonValue {
  const { flow: _flow, facts: _facts, versions: _versions, end: _end, frames, ...rest } = state;
  const all = frames.values();
  const input = all[0]?.input ?? {};
  const stored: StoredState = { ...rest, input, frames: all.map(storeFrame) };
  return stored as unknown as JsonValue;
}

function storeFrame(frame: Frame): StoredFrame {
  const {
    steps: _steps,
    input: _input,
    outerLocals: _outer,
    iterationIndex: _index,
    active,
    ...rest
  } = frame;
  if (active === undefined) return rest;
  const { input, phase, ...kept } = active;
  const isEndingTask = stepOf(frame).type === 'task' && ENDING.has(phase.kind);
  return { ...rest, active: { ...kept, phase: storePhase(phase), ...(isEndingTask && { input }) } };
}

const ENDING = new Set<Phase['kind']>(['succeeded', 'caught', 'failing']);

function storePhase(phase: Phase): StoredPhase {
  if (phase.kind !== 'fanning') return phase;
  const results: Omit<Results, 'rest'>[] = [];
  for (let at = phase.results; at !== undefined; at = at.rest)
    results.push({ index: at.index, local: at.local });
  return { ...phase, results };
}

/** The state that `toSnapshot` was given, of an execution of which `base` tells the definitions and what is fixed. */
export function fromSnapshot(base: ExecutionState, snapshot: JsonValue): ExecutionState {
  const { frames, input, ...rest } = snapshot as unknown as StoredState;
  const { facts, versions } = base;
  const flow = versionOf(base, rest.flowVersion);
  let state: ExecutionState = { ...initialState(flow, facts, versions), ...rest };
  for (const stored of frames) {
    state = { ...state, frames: state.frames.with(stored.id, restoreFrame(state, stored, input)) };
  }
  return state;
}

function restoreFrame(state: ExecutionState, stored: StoredFrame, flowInput: JsonObject): Frame {
  const { active, ...rest } = stored;
  const frame: Frame = { ...rest, ...surroundings(state, stored, flowInput) };
  if (active === undefined) return frame;
  const { phase, input: _, ...kept } = active;
  return {
    ...frame,
    active: { ...kept, phase: restorePhase(phase), input: activeInput(state, frame, active) },
  };
}

type Surroundings = Pick<Frame, 'steps' | 'input' | 'outerLocals' | 'iterationIndex'>;

function surroundings(state: ExecutionState, stored: StoredFrame, flowInput: JsonObject): Surroundings {
  if (stored.parent === undefined) return { steps: state.flow.steps, input: flowInput, outerLocals: [] };
  const parent = frameOf(state, stored.parent);
  const { input } = running(parent).active;
  if (stored.index === undefined) return optionSurroundings(parent, input);
  const { steps, input: listInput, iterationIndex } = listAt(parent, stored.index, input);
  return {
    steps,
    input: listInput,
    outerLocals: [],
    ...(iterationIndex !== undefined && { iterationIndex }),
  };
}

/** The input of the running step, built again. A task has none between two attempts. */
function activeInput(state: ExecutionState, frame: Frame, { input, entry, phase }: StoredStep): JsonObject {
  if (input !== undefined) return input;
  const step = stepOf(frame);
  if (step.type !== 'task') return stepInput(state, frame, step.inputMappings, entry);
  if (phase.kind === 'entered' || phase.kind === 'retrying') return {};
  return stepInput(state, frame, step.inputMappings, entry, 'token' in phase ? phase.token : undefined);
}

function restorePhase(phase: StoredPhase): Phase {
  if (phase.kind !== 'fanning') return phase;
  let results: Results | undefined;
  for (const result of phase.results.toReversed()) results = { ...result, rest: results };
  return { ...phase, results };
}
