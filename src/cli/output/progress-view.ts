import { formatDuration } from '../../common/duration.ts';
import { unreachable } from '../../common/unreachable.ts';
import { innerTotal } from '../../trace/inner-total.ts';
import type { ExecutionModel, StepRun } from '../../trace/model.ts';
import { nextRetryAt } from '../../trace/next-retry.ts';
import type { StepsByPlace } from '../service/read-steps.ts';
import { paintStatus } from './execution-status.ts';
import { type OpenStep, openSteps } from './progress.ts';
import type { Output } from './terminal.ts';
import { printable, truncate } from './text-width.ts';

const BAR_CELLS = 20;

/** The size into which the view is fitted. */
export interface Frame {
  readonly title: string;
  readonly now: number;
  readonly steps: StepsByPlace;
  readonly output: Pick<Output, 'paint' | 'columns' | 'rows'>;
}

/** The live part of a followed execution: a headline and a line per open step, fitted to the terminal. */
export function renderProgress(model: ExecutionModel, frame: Frame): readonly string[] {
  const { columns = 80, rows, paint } = frame.output;
  const elapsed = model.startedAt === undefined ? 0 : (model.endedAt ?? frame.now) - model.startedAt;
  const head = `${paint('bold', frame.title)}  ${paintStatus(model.status, paint)}  ${formatDuration(elapsed)}  ${model.lastEventId} events`;
  const lines = openSteps(model).map((open) =>
    truncate(`${'  '.repeat(open.depth + 1)}${describeStep(open, model, frame)}`, columns - 1),
  );
  const room = Math.max(1, rows - 3);
  const shown = lines.length <= room ? lines : lines.slice(0, room - 1);
  const more = lines.length - shown.length;
  return [head, ...shown, ...(more > 0 ? [paint('dim', `  … and ${more} more`)] : [])];
}

function describeStep({ run, index }: OpenStep, model: ExecutionModel, frame: Frame): string {
  const place = index === undefined ? '' : `[${index}] `;
  return `${place}${printable(run.name)}  ${printable(describeRun(run, model, frame))}`;
}

function describeRun(run: StepRun, model: ExecutionModel, frame: Frame): string {
  const { status, resourceArn: target = '' } = run;
  const elapsed = formatDuration(frame.now - run.enteredAt);
  switch (status) {
    case 'waiting':
      return `${attempt(run)}waits for a report on ${target}  ${elapsed}`;
    case 'resting':
      return `rests  ${formatDuration((run.restsUntil ?? frame.now) - frame.now)} left`;
    case 'retrying':
      return describeRetry(run, frame);
    case 'running':
      if (run.kind === 'foreach' || run.kind === 'parallel') return describeFanOut(run, model, frame);
      return isCalling(run) ? `${attempt(run)}calls ${target}  ${elapsed}` : elapsed;
    case 'succeeded':
    case 'caught':
    case 'failed':
    case 'abandoned':
      return elapsed;
    default:
      return unreachable(status);
  }
}

function isCalling({ attempts }: StepRun): boolean {
  const last = attempts.at(-1);
  return last !== undefined && last.endedBy === undefined;
}

function describeRetry(run: StepRun, { now, steps }: Frame): string {
  const step = steps.get(run.place);
  const at = step?.type === 'task' ? nextRetryAt(step, run) : undefined;
  const left = at === undefined ? '' : ` in ${formatDuration(at - now)}`;
  return `failed with ${run.attempts.at(-1)?.error ?? ''}, retry ${run.attempts.length}${left}`;
}

function attempt({ attempts }: StepRun): string {
  return attempts.length < 2 ? '' : `retry ${attempts.length - 1}  `;
}

function describeFanOut(run: StepRun, model: ExecutionModel, { steps }: Frame): string {
  const { framesExited: done, openFrames } = run;
  const running = openFrames.length;
  const step = steps.get(run.place);
  const total = step && innerTotal(step, run, model);
  if (total === undefined) return `${done} done, ${running} running`;
  const filled = total === 0 ? BAR_CELLS : Math.floor((BAR_CELLS * Math.min(done, total)) / total);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}  ${done} of ${total} done, ${running} running`;
}
