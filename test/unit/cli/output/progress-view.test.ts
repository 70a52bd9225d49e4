import { expect, test } from 'vitest';
import { renderProgress } from '../../../../src/cli/output/progress-view.ts';
import { plain } from '../../../../src/cli/output/terminal.ts';
import { textWidth } from '../../../../src/cli/output/text-width.ts';
import { readSteps, type StepsByPlace } from '../../../../src/cli/service/read-steps.ts';
import { appendEvents, NO_EVENTS } from '../../../../src/trace/append.ts';
import { history, type Line, NOON } from '../history-builder.ts';

interface Screen {
  readonly steps?: StepsByPlace;
  readonly columns?: number;
  readonly rows?: number;
  readonly atSeconds?: number;
}

function render(lines: readonly Line[], screen: Screen = {}): readonly string[] {
  const { steps = new Map(), columns = 80, rows = 24, atSeconds = 10 } = screen;
  return renderProgress(appendEvents(NO_EVENTS, history(['ExecutionStarted', '', 0], ...lines)), {
    title: 'flow run',
    now: NOON + atSeconds * 1000,
    steps,
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

const stepsOf = (text: string) => readSteps(`version: v1\ntype: flow\nsteps:\n${text}`);

test('a retry counts down to its next attempt', async () => {
  const steps = await stepsOf(`
  - type: task
    name: pay
    resourceArn: acs:fc:::services/s/functions/pay
    retry: [{errors: [Busy], intervalSeconds: 4}]
`);
  expect(render(failed, { steps })[1]).toBe('  pay  failed with Busy, retry 1 in 3.0 s');
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
  ['StepStarted', 'each', 2, { input: { list: [1, 2, 3, 4] } }],
  ['IterationEntered', 'each', 3, { index: 0 }],
  ['IterationEntered', 'each', 3, { index: 1 }],
  ['StepEntered', 'body', 5],
  ['IterationExited', 'each', 4],
];

test('a foreach shows a bar over its iterations, and their steps below it', async () => {
  const steps = await stepsOf(`
  - type: foreach
    name: each
    iterationMapping: {collection: $.list, item: one}
    steps: [{type: pass, name: body}]
`);
  const lines = render(fanOut, { steps });
  expect(lines.slice(1)).toEqual([
    '  each  █████░░░░░░░░░░░░░░░  1 of 4 done, 1 running',
    '    [1] body  10.0 s',
  ]);
});

test('without its total a foreach shows counts only', () => {
  expect(render(fanOut)[1]).toBe('  each  1 done, 1 running');
});

test('a definition that is not understood leaves counts only', async () => {
  expect(await readSteps('type: [')).toEqual(new Map());
});

test('lines fit the terminal in width and number', () => {
  const iterations = Array.from({ length: 50 }, (_, index) => index);
  const lines = render(
    [
      ['StepEntered', 'each', 1],
      ['StepStarted', 'each', 2],
      ...iterations.map((index): Line => ['IterationEntered', 'each', 3, { index }]),
      ...iterations.map((index): Line => ['StepEntered', `步骤${index}`.repeat(20), index + 4]),
    ],
    { columns: 40, rows: 10 },
  );
  expect(lines).toHaveLength(8);
  expect(lines.at(-1)).toBe('  … and 45 more');
  expect(Math.max(...lines.slice(1).map(textWidth))).toBeLessThan(40);
});
