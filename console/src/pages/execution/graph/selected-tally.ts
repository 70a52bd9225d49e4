import type { ExecutionModel, RunFrame, StepRun } from '../../../../../src/trace/model.ts';
import { narrowedTo, type Tally } from '../../../../../src/trace/tally.ts';

/** The iterations that a run lies in, the outermost first. */
export function iterationsAround(model: ExecutionModel, run: StepRun | undefined): readonly RunFrame[] {
  const found: RunFrame[] = [];
  for (let at = run; at !== undefined; ) {
    const frame = model.frames.get(at.frame);
    if (frame?.kind === 'iteration') found.unshift(frame);
    at = frame?.run === undefined ? undefined : model.runs.get(frame.run);
  }
  return found;
}

/** The tally that is shown where a run is selected: its iterations alone, and everything that lies outside of them. */
export function selectedTally(model: ExecutionModel, around: readonly RunFrame[]): Tally {
  return around.reduce<Tally>((tally, frame) => narrowedTo(model, tally, frame), model);
}
