import { expect, test } from 'vitest';
import { advance, NO_PROGRESS, type Progress } from '../../../src/cli/progress.ts';
import { history, type Line, NOON } from './history-builder.ts';

const progressOf = (...lines: readonly Line[]): Progress => advance(NO_PROGRESS, history(...lines));
const openSteps = ({ open }: Progress) =>
  [...open.values()].filter(({ kind }) => kind === 'step').map(({ name }) => name);

const started: Line = ['ExecutionStarted', '', 0];

test('an execution without events is starting', () => {
  expect(NO_PROGRESS).toMatchObject({ status: 'Starting', lastEventId: 0, startedAt: undefined });
});

test('a step is open from its entry to its exit', () => {
  const entered = history(started, ['StepEntered', 'a', 1], ['StepStarted', 'a', 2]);
  const running = advance(NO_PROGRESS, entered);
  expect(running.status).toBe('Running');
  expect(openSteps(running)).toEqual(['a']);
  const left = advance(
    running,
    history(started, ['StepEntered', 'a', 1], ['StepStarted', 'a', 2], ['StepExited', 'a', 3, {}, 2]),
  );
  expect(openSteps(left)).toEqual([]);
  expect(left.justEnded).toEqual([
    { name: 'a', isTopLevel: true, ending: 'exited', error: undefined, tookMilliseconds: 2000 },
  ]);
});

test('a task tells what it calls, that it was handed over, and its failed attempts', () => {
  const lines: readonly Line[] = [
    started,
    ['StepEntered', 'pay', 1],
    ['TaskScheduled', 'pay', 2, { resourceArn: 'acs:fc:::services/s/functions/pay', input: {} }],
    ['TaskStarted', 'pay', 3],
    ['TaskSubmitted', 'pay', 4, { output: {} }],
    ['TaskTimedOut', 'pay', 5, { error: 'FnF.TaskTimeout', cause: '' }, 7],
  ];
  const at = (count: number) => [...progressOf(...lines.slice(0, count)).open.values()][0];
  expect(at(4)).toMatchObject({ activity: { kind: 'calling' }, target: 'acs:fc:::services/s/functions/pay' });
  expect(at(5)).toMatchObject({ activity: { kind: 'submitted' } });
  expect(at(6)).toMatchObject({
    activity: { kind: 'failed', error: 'FnF.TaskTimeout', since: NOON + 7000 },
    failures: ['FnF.TaskTimeout'],
  });
});

test('an attempt after a failure is a call again and remembers the failure', () => {
  const progress = progressOf(
    started,
    ['StepEntered', 'pay', 1],
    ['TaskScheduled', 'pay', 2],
    ['TaskStarted', 'pay', 3],
    ['TaskFailed', 'pay', 4, { error: 'FC.Unknown', cause: '' }],
    ['TaskScheduled', 'pay', 5],
  );
  expect([...progress.open.values()]).toMatchObject([
    { activity: { kind: 'calling' }, failures: ['FC.Unknown'] },
  ]);
});

test('a caught failure and a failure of the step end it differently', () => {
  const endedBy = (...last: Line) => progressOf(started, ['StepEntered', 'pay', 1], last).justEnded;
  expect(endedBy('StepExited', 'pay', 2, { error: 'E', goto: 'undo' })).toMatchObject([
    { ending: 'caught', error: 'E' },
  ]);
  expect(endedBy('StepFailed', 'pay', 2, { error: 'E' })).toMatchObject([{ ending: 'failed', error: 'E' }]);
});

test.each([
  [{ duration: 30 }, NOON + 30_000],
  [{ timestamp: '2026-01-05T13:00:00Z' }, NOON + 3_600_000],
])('a wait step rests until %j is over', (detail, until) => {
  const progress = progressOf(
    started,
    ['StepEntered', 'rest', 1],
    ['StepStarted', 'rest', 2, { input: {}, ...detail }],
  );
  expect([...progress.open.values()]).toMatchObject([{ activity: { kind: 'resting', until } }]);
});

const fanOut: readonly Line[] = [
  started,
  ['StepEntered', 'each', 1],
  ['StepStarted', 'each', 2, { input: { items: [1, 2, 3] } }],
  ['IterationEntered', 'each', 3, { index: 0 }],
  ['StepEntered', 'body', 4],
  ['IterationEntered', 'each', 3, { index: 1 }],
  ['StepEntered', 'body', 6],
];

test('a foreach counts its iterations and holds the steps in them', () => {
  const progress = progressOf(...fanOut, ['StepExited', 'body', 5], ['IterationExited', 'each', 8]);
  expect(openSteps(progress)).toEqual(['each', 'body']);
  const [each, iteration, body] = progress.open.values();
  expect(each).toMatchObject({ entered: 2, exited: 1, input: { items: [1, 2, 3] } });
  expect(iteration).toMatchObject({ kind: 'iteration', index: 1, parent: each?.id });
  expect(body).toMatchObject({ name: 'body', parent: iteration?.id });
  expect(progress.justEnded).toMatchObject([{ name: 'body', isTopLevel: false }]);
});

test('everything in a failed step is closed with it, for cancelled iterations do not say so', () => {
  const progress = progressOf(
    ...fanOut,
    ['StepFailed', 'body', 5, { error: 'E' }],
    ['StepFailed', 'each', 8, { error: 'E' }],
  );
  expect(progress.open.size).toBe(0);
  expect(progress.justEnded.map(({ name }) => name)).toEqual(['body', 'each']);
});

test('a step inside a choice of the same name is told from the choice', () => {
  const lines: readonly Line[] = [
    started,
    ['StepEntered', 'x', 1],
    ['StepStarted', 'x', 2],
    ['StepEntered', 'x', 3],
    ['StepExited', 'x', 4],
    ['StepSucceeded', 'x', 5],
  ];
  expect([...progressOf(...lines.slice(0, 5)).open.keys()]).toEqual([2]);
  expect([...progressOf(...lines, ['StepExited', 'x', 6]).open.keys()]).toEqual([]);
});

test('the step after a nested one belongs to the list of its cause', () => {
  const progress = progressOf(
    started,
    ['StepEntered', 'both', 1],
    ['StepStarted', 'both', 2],
    ['BranchEntered', 'both', 3, { index: 0 }],
    ['StepEntered', 'a', 4],
    ['StepExited', 'a', 5],
    ['StepEntered', 'b', 6],
  );
  const [, branch, b] = progress.open.values();
  expect(b).toMatchObject({ name: 'b', parent: branch?.id });
});

test.each([
  ['ExecutionSucceeded', 'Succeeded'],
  ['ExecutionFailed', 'Failed'],
  ['ExecutionStopped', 'Stopped'],
  ['ExecutionTimedOut', 'TimedOut'],
])('%s ends everything as %s', (type, status) => {
  const progress = progressOf(...fanOut, [type, '', 7, {}, 9]);
  expect(progress).toMatchObject({ status, startedAt: NOON, endedAt: NOON + 9000 });
  expect(progress.open.size).toBe(0);
});

test('events that were folded before change nothing', () => {
  const events = history(...fanOut);
  const once = advance(NO_PROGRESS, events);
  expect(advance(once, events)).toEqual({ ...once, justEnded: [] });
});

test('a progress is not changed by what follows it', () => {
  const before = progressOf(...fanOut);
  const copy = structuredClone(before);
  advance(before, history(...fanOut, ['StepExited', 'body', 5], ['IterationExited', 'each', 8]));
  expect(before).toEqual(copy);
});

test('events that fit nowhere and details that are not JSON are passed over', () => {
  const [event] = history(['TaskSucceeded', 'gone', 77]);
  if (event === undefined) throw new Error('the builder made no event');
  const progress = advance(NO_PROGRESS, [{ ...event, EventDetail: 'not json' }]);
  expect(progress).toMatchObject({ lastEventId: 1, status: 'Running' });
});
