import { unreachable } from '../expressions/unreachable.ts';
import { formatDuration } from './duration.ts';
import { paintStatus } from './execution-status.ts';
import type { FlowHints } from './flow-hints.ts';
import type { OpenNode, Progress } from './progress.ts';
import type { Output } from './terminal.ts';
import { printable, truncate } from './text-width.ts';

const BAR_CELLS = 20;

/** What the view is fitted to. */
export interface Frame {
  readonly title: string;
  readonly now: number;
  readonly hints: FlowHints;
  readonly output: Pick<Output, 'paint' | 'columns' | 'rows'>;
}

/** The live part of a followed execution: a headline and a line per open step, fitted to the terminal. */
export function renderProgress(progress: Progress, frame: Frame): readonly string[] {
  const { columns = 80, rows, paint } = frame.output;
  const elapsed = progress.startedAt === undefined ? 0 : (progress.endedAt ?? frame.now) - progress.startedAt;
  const head = `${paint('bold', frame.title)}  ${paintStatus(progress.status, paint)}  ${formatDuration(elapsed)}  ${progress.lastEventId} events`;
  const lines = openSteps(progress).map(({ node, depth }) =>
    truncate(`${'  '.repeat(depth + 1)}${describeStep(progress, node, frame)}`, columns - 1),
  );
  const room = Math.max(1, rows - 3);
  const shown = lines.length <= room ? lines : lines.slice(0, room - 1);
  const more = lines.length - shown.length;
  return [head, ...shown, ...(more > 0 ? [paint('dim', `  … and ${more} more`)] : [])];
}

interface PlacedStep {
  readonly node: OpenNode;
  readonly depth: number;
}

/** Open steps as a tree in reading order; branches and iterations have no line of their own. */
function openSteps(progress: Progress): readonly PlacedStep[] {
  const children = Map.groupBy(progress.open.values(), (node) => node.parent);
  const below = (parent: number | undefined, depth: number): readonly PlacedStep[] =>
    (children.get(parent) ?? []).flatMap((node) =>
      node.kind === 'step' ? [{ node, depth }, ...below(node.id, depth + 1)] : below(node.id, depth),
    );
  return below(undefined, 0);
}

function describeStep(progress: Progress, node: OpenNode, frame: Frame): string {
  const around = node.parent === undefined ? undefined : progress.open.get(node.parent);
  const place = around?.index === undefined ? '' : `[${around.index}] `;
  return `${place}${printable(node.name)}  ${printable(describeActivity(node, frame))}`;
}

function describeActivity(node: OpenNode, { now, hints }: Frame): string {
  const elapsed = formatDuration(now - node.since);
  switch (node.activity.kind) {
    case 'running':
      return node.entered === 0 ? elapsed : describeFanOut(node, hints);
    case 'calling':
      return `${attempt(node)}calls ${node.target}  ${elapsed}`;
    case 'submitted':
      return `${attempt(node)}waits for a report on ${node.target}  ${elapsed}`;
    case 'resting':
      return `rests  ${formatDuration(node.activity.until - now)} left`;
    case 'failed': {
      const { error, since } = node.activity;
      const delay = hints.retryDelay(node.name, node.failures);
      const left = delay === undefined ? '' : ` in ${formatDuration(since + delay - now)}`;
      return `failed with ${error}, retry ${node.failures.length}${left}`;
    }
    default:
      return unreachable(node.activity);
  }
}

function attempt(node: OpenNode): string {
  return node.failures.length === 0 ? '' : `retry ${node.failures.length}  `;
}

function describeFanOut(node: OpenNode, hints: FlowHints): string {
  const running = node.entered - node.exited;
  const total = hints.iterations(node.name, node.input);
  if (total === undefined) return `${node.exited} done, ${running} running`;
  const filled = total === 0 ? BAR_CELLS : Math.floor((BAR_CELLS * Math.min(node.exited, total)) / total);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}  ${node.exited} of ${total} done, ${running} running`;
}
