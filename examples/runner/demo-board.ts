import type { EventView } from '../../src/api/contract.ts';
import { createLiveDisplay } from '../../src/cli/output/live-display.ts';
import { openSteps } from '../../src/cli/output/progress.ts';
import type { Output } from '../../src/cli/output/terminal.ts';
import { truncate } from '../../src/cli/output/text-width.ts';
import { formatDuration } from '../../src/common/duration.ts';
import { appendEvents, NO_EVENTS } from '../../src/trace/append.ts';
import type { ExecutionModel } from '../../src/trace/model.ts';
import { endingError } from './check-case.ts';
import type { CaseRun, Watcher } from './run-examples.ts';

/** Shows how the cases get on: live lines on a terminal, elsewhere one line per case that has ended. */
export interface DemoBoard extends Watcher, Disposable {}

const REDRAW_MILLISECONDS = 100;

/** A board on an output. Disposing of it takes the live lines away. */
export function createDemoBoard(output: Output, caseCount: number): DemoBoard {
  const running = new Map<string, ExecutionModel>();
  const live = createLiveDisplay(output);
  const startedAt = performance.now();
  let endedCount = 0;

  function draw(): void {
    const elapsed = formatDuration(performance.now() - startedAt);
    const { columns = 80, rows, paint } = output;
    const lines = [...running].slice(0, rows - 3).map(([name, model]) => {
      return truncate(`  ${name}  ${describe(model)}`, columns - 1);
    });
    live.draw([paint('bold', `${endedCount} of ${caseCount} executions ended, ${elapsed}`), ...lines]);
  }

  const redraw = output.isTty ? setInterval(draw, REDRAW_MILLISECONDS) : undefined;

  return {
    onEvents(run: CaseRun, events: readonly EventView[]) {
      const name = nameOf(run);
      running.set(name, appendEvents(running.get(name) ?? NO_EVENTS, events));
    },
    onEnd(run: CaseRun) {
      endedCount += 1;
      running.delete(nameOf(run));
      if (!output.isTty) output.write(`${endLine(run)}\n`);
    },
    [Symbol.dispose]() {
      clearInterval(redraw);
      if (output.isTty) live.keep([]);
    },
  };
}

/** How a case ended, in a word or two. */
export function resultOf({ outcome, state }: CaseRun): string {
  if (outcome === undefined) return state;
  return [outcome.status, endingError(outcome.events)].filter((part) => part !== '').join(' ');
}

function nameOf({ flowName, expected }: CaseRun): string {
  return `${flowName} ${expected.name}`;
}

function endLine(run: CaseRun): string {
  const isFine = run.problems.length === 0 || run.state === 'skipped';
  return `${isFine ? 'ok    ' : 'not ok'}  ${nameOf(run)}: ${resultOf(run)}`;
}

function describe(model: ExecutionModel): string {
  const steps = openSteps(model).map(({ run }) => run.name);
  return `${[...new Set(steps)].join(', ')}  (${model.lastEventId} events)`;
}
