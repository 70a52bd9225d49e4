import { expect, test } from 'vitest';
import { type FlowHints, NO_HINTS } from '../../../src/cli/flow-hints.ts';
import { advance, NO_PROGRESS } from '../../../src/cli/progress.ts';
import { renderProgress } from '../../../src/cli/progress-view.ts';
import { plain } from '../../../src/cli/terminal.ts';
import { textWidth } from '../../../src/cli/text-width.ts';
import { history, type Line, NOON } from './history-builder.ts';

interface Screen {
  readonly hints?: FlowHints;
  readonly columns?: number;
  readonly rows?: number;
  readonly atSeconds?: number;
}

function render(lines: readonly Line[], screen: Screen = {}): readonly string[] {
  const { hints = NO_HINTS, columns = 80, rows = 24, atSeconds = 10 } = screen;
  return renderProgress(advance(NO_PROGRESS, history(['ExecutionStarted', '', 0], ...lines)), {
    title: 'flow run',
    now: NOON + atSeconds * 1000,
    hints,
    output: { paint: plain, columns, rows },
  });
}

test('the headline tells status, time and events', () => {
  expect(render([])).toEqual(['flow run  Running  10.0 s  1 events']);
});

test('the time of an ended execution stands still', () => {
  expect(render([['ExecutionFailed', '', 1, {}, 4]])).toEqual(['flow run  Failed  4.0 s  2 events']);
});

test('a task shows what it calls and for how long', () => {
  const lines = render([
    ['StepEntered', 'pay', 1, {}, 8],
    ['TaskScheduled', 'pay', 2, { resourceArn: 'acs:fc:::services/s/functions/pay' }],
  ]);
  expect(lines[1]).toBe('  pay  calls acs:fc:::services/s/functions/pay  2.0 s');
});

const failed: readonly Line[] = [
  ['StepEntered', 'pay', 1],
  ['TaskScheduled', 'pay', 2, { resourceArn: 'queue' }],
  ['TaskFailed', 'pay', 3, { error: 'Busy' }, 9],
];

test('a retry counts down to its next attempt', () => {
  const hints = { ...NO_HINTS, retryDelay: () => 4_000 };
  expect(render(failed, { hints })[1]).toBe('  pay  failed with Busy, retry 1 in 3.0 s');
  expect(render(failed)[1]).toBe('  pay  failed with Busy, retry 1');
});

test('a task that waits for a report says so, with its retry', () => {
  const lines = render([
    ...failed,
    ['TaskScheduled', 'pay', 4, { resourceArn: 'queue' }],
    ['TaskSubmitted', 'pay', 5],
  ]);
  expect(lines[1]).toBe('  pay  retry 1  waits for a report on queue  10.0 s');
});

test('a wait step counts down', () => {
  const lines = render([
    ['StepEntered', 'rest', 1],
    ['StepStarted', 'rest', 2, { duration: 30 }],
  ]);
  expect(lines[1]).toBe('  rest  rests  20.0 s left');
});

const fanOut: readonly Line[] = [
  ['StepEntered', 'each', 1],
  ['StepStarted', 'each', 2, { input: {} }],
  ['IterationEntered', 'each', 3, { index: 0 }],
  ['IterationEntered', 'each', 3, { index: 1 }],
  ['StepEntered', 'body', 5],
  ['IterationExited', 'each', 4],
];

test('a foreach shows a bar over its iterations, and their steps below it', () => {
  const lines = render(fanOut, { hints: { ...NO_HINTS, iterations: () => 4 } });
  expect(lines.slice(1)).toEqual([
    '  each  █████░░░░░░░░░░░░░░░  1 of 4 done, 1 running',
    '    [1] body  10.0 s',
  ]);
});

test('without its total a foreach shows counts only', () => {
  expect(render(fanOut)[1]).toBe('  each  1 done, 1 running');
});

test('lines fit the terminal in width and number', () => {
  const many = Array.from({ length: 50 }, (_, i): Line => ['StepEntered', `步骤${i}`.repeat(20), 1]);
  const lines = render(many, { columns: 40, rows: 10 });
  expect(lines).toHaveLength(8);
  expect(lines.at(-1)).toBe('  … and 44 more');
  expect(Math.max(...lines.slice(1).map(textWidth))).toBeLessThan(40);
});
