import type { JsonObject } from '../common/json.ts';
import type { ChangedRules, StepList } from '../flow/flow.ts';
import type { Commit } from './commit.ts';
import type { EventId, Failure } from './event.ts';
import { closed, opened } from './fan-out.ts';
import { inPhase, phaseOf, running, stepOf, withFrame } from './frames.ts';
import { READING, readBegun, readEnded } from './reading.ts';
import { CorruptLog, type ExecutionState, type Frame, frameOf, type Phase, type Tally } from './state.ts';
import { iterationOf } from './steps/foreach.ts';
import {
  batchBegun,
  batchesOf,
  batchFailed,
  batchSucceeded,
  countsOf,
  excessFailure,
  isExceeded,
  shareFailure,
} from './tally.ts';

/** BranchEntered and IterationEntered: one more list opens beside the others, with a local of its own. */
export function branchEntered(
  state: ExecutionState,
  frame: Frame,
  index: number,
  { id }: Commit,
): ExecutionState {
  const phase = phaseOf(frame, 'fanning');
  const { active, lastEvent } = running(frame);
  const { steps, input, iterationIndex } = listAt(frame, index, active.input);
  const { tally } = active;
  const isNext = index !== READING && tally?.again.includes(index) !== true;
  const counted = tally === undefined ? frame : withTally(frame, begun(tally, index, id));
  const parent = inPhase(counted, opened(phase, id, isNext ? 1 : 0), lastEvent);
  return withFrame(withFrame(state, parent), {
    id,
    steps,
    input,
    local: {},
    outerLocals: [],
    parent: frame.id,
    index,
    ...(iterationIndex !== undefined && { iterationIndex }),
    lastEvent: id,
    position: 0,
  });
}

function begun(tally: Tally, index: number, frame: EventId): Tally {
  return index === READING ? readBegun(tally, frame) : batchBegun(tally, index);
}

interface OpenedList {
  readonly steps: StepList;
  readonly input: JsonObject;
  readonly iterationIndex: number | undefined;
}

/** The list that a branch or iteration runs, and the input of its steps. */
export function listAt(frame: Frame, index: number, input: JsonObject): OpenedList {
  const step = stepOf(frame, 'parallel', 'foreach');
  if (step.type === 'foreach' && step.reading !== undefined && index === READING) {
    const { reading } = running(frame).active.tally as Required<Tally>;
    return { steps: step.reading, input: reading.position ?? {}, iterationIndex: undefined };
  }
  if (step.type === 'foreach') {
    const { input: own, position } = iterationOf(step, input, index);
    return { steps: step.steps, input: own, iterationIndex: position };
  }
  const steps = step.branches[index]?.steps;
  if (steps === undefined) throw new CorruptLog(`${step.name} has no branch ${index}`);
  return { steps, input, iterationIndex: frame.iterationIndex };
}

/** BranchExited and IterationExited: the list's local becomes one result of the step around. */
export function branchExited(state: ExecutionState, frame: Frame, { id }: Commit): ExecutionState {
  if (frame.parent === undefined || frame.index === undefined) {
    throw new CorruptLog(`frame ${frame.id} is neither a branch nor an iteration`);
  }
  const parent = frameOf(state, frame.parent);
  const { tally } = running(parent).active;
  if (tally !== undefined) {
    return frame.index === READING
      ? readDone(state, parent, frame, tally, id)
      : batchClosed(state, parent, frame.id, batchSucceeded(tally, frame.index), id);
  }
  const phase = closed(phaseOf(parent, 'fanning'), frame.id, frame.index, frame.local);
  const frames = state.frames.without(frame.id);
  return withFrame({ ...state, frames }, inPhase(parent, phase, id));
}

/** IterationExited of the list that has read on: there are more batches, or no more items to come. */
function readDone(
  state: ExecutionState,
  parent: Frame,
  { id: list, local }: Frame,
  before: Tally,
  id: EventId,
): ExecutionState {
  const phase = phaseOf(parent, 'fanning');
  const tally = readEnded(before, phase.total, local);
  if (isExceeded(tally)) return mapRunFails(state, parent, list, tally, shareFailure(tally), id);
  return batchClosed(state, inPhase(parent, { ...phase, total: batchesOf(tally) }, id), list, tally, id);
}

/**
 * StepFailed in a batch: its items are counted as failed. Where that is more than is tolerated, or the items cannot be read, the
 * map run fails; the batches that run stay open until its end, which stops them.
 */
export function batchHasFailed(
  state: ExecutionState,
  parent: Frame,
  { id: batch, index = 0, active }: Frame,
  failure: Failure,
  { id }: Commit,
): ExecutionState {
  const before = running(parent).active.tally as Tally;
  const isUnread = active?.phase.kind === 'failing' && active.phase.isUnread === true;
  if (index === READING || isUnread) return mapRunFails(state, parent, batch, before, failure, id);
  const tally = batchFailed(before, index);
  if (!isExceeded(tally)) return batchClosed(state, parent, batch, tally, id);
  return mapRunFails(state, parent, batch, tally, excessFailure(tally, index, failure), id);
}

function mapRunFails(
  state: ExecutionState,
  parent: Frame,
  list: EventId,
  tally: Tally,
  failure: Failure,
  id: EventId,
): ExecutionState {
  const frames = state.frames.without(list);
  return withFrame({ ...state, frames }, inPhase(withTally(parent, tally), { kind: 'failing', failure }, id));
}

function batchClosed(
  state: ExecutionState,
  parent: Frame,
  batch: EventId,
  tally: Tally,
  id: EventId,
): ExecutionState {
  const phase = phaseOf(parent, 'fanning');
  const open = phase.open.filter((frame) => frame !== batch);
  const isAllKnown = tally.reading?.isDone !== false;
  const isLast = isAllKnown && open.length === 0 && phase.next === phase.total && tally.again.length === 0;
  const next: Phase = isLast ? { kind: 'finished', local: countsOf(tally) } : { ...phase, open };
  const frames = state.frames.without(batch);
  return withFrame({ ...state, frames }, inPhase(withTally(parent, tally), next, id));
}

/** MapRunChanged: other rules from here on. The chain of the step does not know of it. */
export function mapRunChanged(state: ExecutionState, frame: Frame, rules: ChangedRules): ExecutionState {
  const { tally } = running(frame).active;
  if (tally === undefined) throw new CorruptLog(`frame ${frame.id} is at no map run`);
  return withFrame(state, withTally(frame, { ...tally, ...rules }));
}

/** A foreach whose iterations are batches, with new counts. */
export function withTally(frame: Frame, tally: Tally): Frame {
  const { active } = running(frame);
  return { ...frame, active: { ...active, tally } };
}
