import type { ExecutionModel, RunFrame, StepRun, StepTotals, Way } from './model.ts';
import { hasEnded } from './run-status.ts';
import { addWay } from './ways.ts';

/** Counts by place, of a whole execution (a model is one) or of a part of it. */
export type Tally = Pick<ExecutionModel, 'totals' | 'ways'>;

/** The frames of a step run, in the order in which they were opened. */
export function framesOf({ frames }: ExecutionModel, { lastFrame }: StepRun): readonly RunFrame[] {
  return chain(
    lastFrame,
    (id) => frames.get(id),
    ({ previous }) => previous,
  );
}

/** The step runs of a frame, in order. */
export function runsOf({ runs }: ExecutionModel, { last }: RunFrame): readonly StepRun[] {
  return chain(
    last,
    (id) => runs.get(id),
    ({ previous }) => previous,
  );
}

/** All runs of a step, over all frames, in order. */
export function runsAt({ runs, totals }: ExecutionModel, place: string): readonly StepRun[] {
  return chain(
    totals.get(place)?.lastRun,
    (id) => runs.get(id),
    ({ earlier }) => earlier,
  );
}

/** The counts of a frame and of all frames inside it. */
export function tallyWithin(model: ExecutionModel, frame: RunFrame): Tally {
  const tally = { totals: new Map<string, StepTotals>(), ways: new Map<string, Way>() };
  addFrame(model, frame, tally);
  return tally;
}

/** `tally` with the counts of `frame` alone instead of those of all frames at its place. */
export function narrowedTo(model: ExecutionModel, tally: Tally, frame: RunFrame): Tally {
  const within = tallyWithin(model, frame);
  const isOutside = (place: string): boolean => !place.startsWith(frame.place);
  return {
    totals: new Map([...[...tally.totals].filter(([place]) => isOutside(place)), ...within.totals]),
    ways: new Map([...[...tally.ways].filter(([, { list }]) => isOutside(list)), ...within.ways]),
  };
}

function addFrame(
  model: ExecutionModel,
  frame: RunFrame,
  tally: { readonly totals: Map<string, StepTotals>; readonly ways: Map<string, Way> },
): void {
  let before: StepRun | undefined;
  for (const run of runsOf(model, frame)) {
    addWay(tally.ways, model.frames, frame, before, run.place);
    tally.totals.set(run.place, withRun(tally.totals.get(run.place), run));
    for (const inner of framesOf(model, run)) addFrame(model, inner, tally);
    before = run;
  }
  if (frame.status === 'exited') addWay(tally.ways, model.frames, frame, before, '');
}

/** The totals of a step that has not run. */
export function noRuns(name: string): Omit<StepTotals, 'lastRun'> {
  return { name, entered: 0, open: 0, succeeded: 0, caught: 0, failed: 0, abandoned: 0, retries: 0 };
}

function withRun(totals: StepTotals | undefined, run: StepRun): StepTotals {
  const before = totals ?? { ...noRuns(run.name), lastRun: run.id };
  const { status } = run;
  const counted = hasEnded(status) ? { [status]: before[status] + 1 } : { open: before.open + 1 };
  const retries = before.retries + Math.max(0, run.attempts.length - 1);
  return { ...before, entered: before.entered + 1, ...counted, retries, lastRun: run.id };
}

function chain<T>(
  last: number | undefined,
  get: (id: number) => T | undefined,
  before: (item: T) => number | undefined,
): readonly T[] {
  const found: T[] = [];
  for (let id = last; id !== undefined; ) {
    const item = get(id);
    if (item === undefined) break;
    found.push(item);
    id = before(item);
  }
  return found.toReversed();
}
