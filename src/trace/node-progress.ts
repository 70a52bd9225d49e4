import { cutText } from '../common/cut-text.ts';
import { unreachable } from '../common/unreachable.ts';
import type { Step } from '../flow/flow.ts';
import type { NodeProgress, ProgressState } from '../graph/graph.ts';
import { innerTotal } from './inner-total.ts';
import type { ExecutionModel, StepRun, StepTotals } from './model.ts';
import { isOpen } from './run-status.ts';

/** Longer names of errors are cut in a picture. */
const ERROR_CHARACTERS = 40;

/** How a step stands, over all its runs. */
export function progressOf(
  step: Step | undefined,
  totals: StepTotals,
  model: ExecutionModel,
): NodeProgress | undefined {
  const run = model.runs.get(totals.lastRun);
  if (run === undefined) return undefined;
  const retries = totals.retries === 0 ? [] : [counted(totals.retries, 'retry', 'retries')];
  if (totals.entered > 1 && !isLoop(run, model)) {
    return { state: stateOfAll(totals), text: [...countsOf(totals), ...retries].join(', ') };
  }
  const turns = totals.entered === 1 ? [] : [turnsOf(run)];
  const text = [wordsOf(run), ...innerCount(step, run, model), ...turns, ...retries].join(', ');
  return { state: stateOf(run), text };
}

/** True when the last run of a step follows another one in the same list: the flow went back to it. */
function isLoop({ frame, earlier }: StepRun, { runs }: ExecutionModel): boolean {
  return earlier !== undefined && runs.get(earlier)?.frame === frame;
}

function turnsOf(run: StepRun): string {
  return isOpen(run) ? `turn ${run.ordinal}` : counted(run.ordinal, 'turn', 'turns');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function stateOf({ status }: StepRun): ProgressState {
  switch (status) {
    case 'running':
    case 'waiting':
    case 'resting':
    case 'retrying':
      return 'running';
    case 'succeeded':
    case 'caught':
    case 'failed':
    case 'abandoned':
      return status;
    default:
      return unreachable(status);
  }
}

function wordsOf({ status, error = '' }: StepRun): string {
  const name = cutText(error, ERROR_CHARACTERS);
  switch (status) {
    case 'running':
      return '▶ running';
    case 'waiting':
      return '▶ waits for a report';
    case 'resting':
      return '▶ rests';
    case 'retrying':
      return '▶ is tried again';
    case 'succeeded':
      return '✓ succeeded';
    case 'caught':
      return `↷ caught ${name}`;
    case 'failed':
      return `✗ failed: ${name}`;
    case 'abandoned':
      return '■ cut off';
    default:
      return unreachable(status);
  }
}

function stateOfAll({ open, failed, abandoned, caught }: StepTotals): ProgressState {
  if (open > 0) return 'running';
  if (failed > 0) return 'failed';
  if (abandoned > 0) return 'abandoned';
  return caught > 0 ? 'caught' : 'succeeded';
}

function countsOf({ open, succeeded, caught, failed, abandoned }: StepTotals): readonly string[] {
  const counts: readonly (readonly [number, string])[] = [
    [open, `▶ ${open} running`],
    [succeeded, `✓ ${succeeded} succeeded`],
    [caught, `↷ ${caught} caught`],
    [failed, `✗ ${failed} failed`],
    [abandoned, `■ ${abandoned} cut off`],
  ];
  return counts.filter(([count]) => count > 0).map(([, text]) => text);
}

/** How many branches or iterations have ended well, of how many as far as the events tell. */
function innerCount(step: Step | undefined, run: StepRun, model: ExecutionModel): readonly string[] {
  const total = step && innerTotal(step, run, model);
  return total === undefined ? [] : [`${run.framesExited} of ${total}`];
}
