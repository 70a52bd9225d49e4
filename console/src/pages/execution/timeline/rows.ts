import {
  type ExecutionModel,
  FLOW_FRAME,
  type RunFrame,
  type StepRun,
} from '../../../../../src/trace/model.ts';
import { framesOf, runsOf } from '../../../../../src/trace/tally.ts';

/** A line of the timeline: a step run, or a branch or iteration around some. */
export interface TimelineRow {
  readonly id: number;
  /** 0 for steps of the flow's own list. */
  readonly depth: number;
  readonly run?: StepRun;
  readonly frame?: RunFrame;
  /** Absent for a line with nothing inside. */
  readonly isOpen?: boolean;
  /** Index of the line around this one. */
  readonly parent: number | undefined;
}

/** From so many iterations on, each is closed until it is opened. */
const MANY_FRAMES = 12;

/**
 * The lines of a timeline in the order of a definition: steps as they were entered, with what happened inside below.
 *
 * `toggled` holds the lines that are not as they are by themselves: open, or closed where there are many beside it.
 */
export function timelineRows(model: ExecutionModel, toggled: ReadonlySet<number>): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  const flow = model.frames.get(FLOW_FRAME);
  if (flow !== undefined) addRuns(flow, 0, undefined);
  return rows;

  function addRuns(frame: RunFrame, depth: number, parent: number | undefined): void {
    for (const run of runsOf(model, frame)) {
      const at = rows.length;
      if (run.lastFrame === undefined) {
        rows.push({ id: run.id, depth, run, parent });
        continue;
      }
      const isOpen = !toggled.has(run.id);
      rows.push({ id: run.id, depth, run, parent, isOpen });
      if (isOpen) addFrames(run, depth + 1, at);
    }
  }

  function addFrames(run: StepRun, depth: number, parent: number): void {
    for (const frame of framesOf(model, run)) {
      if (frame.kind === 'option') {
        addRuns(frame, depth, parent);
        continue;
      }
      const at = rows.length;
      const isOpen = isFrameOpen(run, frame, toggled);
      rows.push({ id: frame.id, depth, frame, parent, isOpen });
      if (isOpen) addRuns(frame, depth + 1, at);
    }
  }
}

/** `toggled` with every line open that a step run lies in. */
export function openedAround(
  model: ExecutionModel,
  toggled: ReadonlySet<number>,
  run: StepRun,
): ReadonlySet<number> {
  const opened = new Set(toggled);
  for (let at: StepRun | undefined = run; at !== undefined; ) {
    const frame = model.frames.get(at.frame);
    at = frame?.run === undefined ? undefined : model.runs.get(frame.run);
    if (frame === undefined || at === undefined) break;
    opened.delete(at.id);
    if (frame.kind === 'option' || isFrameOpen(at, frame, opened)) continue;
    if (!opened.delete(frame.id)) opened.add(frame.id);
  }
  return opened;
}

function isFrameOpen(run: StepRun, { id }: RunFrame, toggled: ReadonlySet<number>): boolean {
  return run.framesEntered >= MANY_FRAMES === toggled.has(id);
}
