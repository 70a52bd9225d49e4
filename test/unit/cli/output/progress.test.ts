import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSteps, stepsEnded } from '../../../../src/cli/output/progress.ts';
import { appendEvents, NO_EVENTS } from '../../../../src/trace/append.ts';
import { isOpen } from '../../../../src/trace/run-status.ts';
import { renderedHistory } from '../../../helpers/rendered-history.ts';
import { playedRun } from '../../../helpers/run-arbitrary.ts';
import { history, type Line } from '../history-builder.ts';

const FAN_OUT: readonly Line[] = [
  ['ExecutionStarted', '', 0],
  ['StepEntered', 'each', 1],
  ['StepStarted', 'each', 2, { input: { items: [1, 2] } }],
  ['IterationEntered', 'each', 3, { index: 0 }],
  ['IterationEntered', 'each', 3, { index: 1 }],
  ['StepEntered', 'body', 4],
  ['StepEntered', 'body', 5],
];

test('what is open is a tree in reading order', () => {
  const model = appendEvents(NO_EVENTS, history(...FAN_OUT));
  expect(openSteps(model).map(({ run, depth, index }) => [run.name, depth, index])).toEqual([
    ['each', 0, undefined],
    ['body', 1, 0],
    ['body', 1, 1],
  ]);
});

test('steps that ended are told once, in order, and without those that were cut off', () => {
  const events = history(
    ...FAN_OUT,
    ['StepExited', 'body', 6],
    ['StepFailed', 'body', 7, { error: 'E' }],
    ['StepFailed', 'each', 9, { error: 'E' }],
  );
  const before = appendEvents(NO_EVENTS, events.slice(0, 7));
  const after = appendEvents(before, events);
  const ended = stepsEnded(before, after, events);
  expect(ended.map(({ name, status }) => [name, status])).toEqual([
    ['body', 'succeeded'],
    ['body', 'failed'],
    ['each', 'failed'],
  ]);
  expect(stepsEnded(after, after, events)).toEqual([]);
});

test('of any history, open is what has not ended, and every end is told in one page and no other', () => {
  fc.assert(
    fc.property(playedRun, fc.array(fc.nat(30), { maxLength: 6 }), (played, sizes) => {
      const events = renderedHistory(played);
      let model = NO_EVENTS;
      const told: number[] = [];
      for (const size of [...sizes, events.length]) {
        const page = events.slice(model.lastEventId, model.lastEventId + size);
        const next = appendEvents(model, page);
        told.push(...stepsEnded(model, next, page).map(({ id }) => id));
        model = next;
      }
      const runs = model.runs.values();
      const ids = (some: typeof runs) => some.map(({ id }) => id).toSorted((a, b) => a - b);
      expect(ids(openSteps(model).map(({ run }) => run))).toEqual(ids(runs.filter(isOpen)));
      expect(told.toSorted((a, b) => a - b)).toEqual(
        ids(runs.filter(({ exitedBy }) => exitedBy !== undefined)),
      );
    }),
  );
});
