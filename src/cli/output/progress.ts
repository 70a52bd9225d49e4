import type { EventView } from '../../api/contract.ts';
import { type ExecutionModel, FLOW_FRAME, type StepRun } from '../../trace/model.ts';

/** An open run of a step, and where it lies. */
export interface OpenStep {
  readonly run: StepRun;
  /** Number of steps around it. */
  readonly depth: number;
  /** Position of the branch or iteration that it lies in, from 0. */
  readonly index?: number;
}

/** Everything that is open, as a tree in reading order. Costs as much as is open, however long the history is. */
export function openSteps(model: ExecutionModel): readonly OpenStep[] {
  return openIn(model, FLOW_FRAME, 0);
}

function openIn(model: ExecutionModel, frameId: number, depth: number): readonly OpenStep[] {
  const frame = model.frames.get(frameId);
  const run = frame?.current === undefined ? undefined : model.runs.get(frame.current);
  if (frame === undefined || run === undefined) return [];
  const here = { run, depth, ...(frame.index !== undefined && { index: frame.index }) };
  return [here, ...run.openFrames.flatMap((inner) => openIn(model, inner, depth + 1))];
}

/**
 * The steps that `events`, with which `before` became `after`, have ended by themselves, in order.
 *
 * Steps that were cut off by a step around them are not among them.
 */
export function stepsEnded(
  before: ExecutionModel,
  after: ExecutionModel,
  events: readonly EventView[],
): readonly StepRun[] {
  const open = openSteps(before).map(({ run }) => run.id);
  const entered = events.filter(({ Type }) => Type === 'StepEntered').map(({ EventId }) => EventId);
  return [...new Set([...open, ...entered])]
    .flatMap((id) => after.runs.get(id) ?? [])
    .filter(({ exitedBy = 0 }) => exitedBy > before.lastEventId)
    .toSorted((a, b) => (a.exitedBy ?? 0) - (b.exitedBy ?? 0));
}
