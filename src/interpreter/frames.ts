import type { Step } from '../flow/flow.ts';
import type { EventId } from './event.ts';
import {
  type ActiveStep,
  CorruptLog,
  currentStep,
  type ExecutionState,
  type Frame,
  frameOf,
  type Phase,
} from './state.ts';

/** The state with one frame replaced. */
export function withFrame(state: ExecutionState, frame: Frame): ExecutionState {
  return { ...state, frames: state.frames.with(frame.id, frame) };
}

/** A frame that is running a step. */
export type RunningFrame = Frame & { readonly active: ActiveStep };

/** The frame, known to run a step. @throws CorruptLog when it runs none. */
export function running(frame: Frame): RunningFrame {
  if (frame.active === undefined) throw new CorruptLog(`frame ${frame.id} is between two steps`);
  return frame as RunningFrame;
}

/** The step that a frame stands at. @throws CorruptLog when its list has ended. */
export function stepOf<T extends Step['type']>(
  frame: Frame,
  ...types: readonly T[]
): Extract<Step, { type: T }> {
  const step = currentStep(frame);
  if (step === undefined || (types.length > 0 && !types.includes(step.type as T))) {
    throw new CorruptLog(
      `frame ${frame.id} stands at ${step?.type ?? 'the end'}, not at ${types.join(' or ')}`,
    );
  }
  return step as Extract<Step, { type: T }>;
}

/** The members of `Phase` that can have one of the kinds `K`. */
type PhaseOf<K extends Phase['kind'], P = Phase> = P extends { kind: infer Own }
  ? Extract<K, Own> extends never
    ? never
    : P
  : never;

/** The active step's phase, known to be of a kind. @throws CorruptLog when it is another. */
export function phaseOf<K extends Phase['kind']>(frame: Frame, ...kinds: readonly K[]): PhaseOf<K> {
  const { phase } = running(frame).active;
  if (!kinds.includes(phase.kind as K)) {
    throw new CorruptLog(`the step of frame ${frame.id} is ${phase.kind}, not ${kinds.join(' or ')}`);
  }
  return phase as PhaseOf<K>;
}

/** The frame after an event of its running step: a new phase, and the event as newest of its chain. */
export function inPhase(frame: Frame, phase: Phase, lastEvent: EventId): RunningFrame {
  const { active } = running(frame);
  return { ...frame, active: { ...active, phase }, lastEvent };
}

/** Name of the step whose failure a list fails with: its current one, or one inside that. */
export function failedStep(frame: Frame): string {
  const phase = frame.active?.phase;
  return (phase?.kind === 'failing' ? phase.origin : undefined) ?? stepOf(frame).name;
}

/** The state without the frames that a step of `frame` had opened, and without theirs. */
export function withoutChildren(state: ExecutionState, frame: Frame): ExecutionState {
  let frames = state.frames;
  for (const child of childrenOf(frame)) {
    frames = withoutChildren({ ...state, frames }, frameOf(state, child)).frames.without(child);
  }
  return { ...state, frames };
}

/** The lists that the running step of a list has open. */
export function childrenOf(frame: Frame): readonly EventId[] {
  const phase = frame.active?.phase;
  if (phase?.kind === 'choosing') return [phase.frame];
  return phase?.kind === 'fanning' ? phase.open : [];
}
