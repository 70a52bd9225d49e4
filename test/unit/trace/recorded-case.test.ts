import { expect, test } from 'vitest';
import { failing, Run, type RunOptions } from '../../../src/testing/run-flow.ts';
import { appendEvents, NO_EVENTS } from '../../../src/trace/append.ts';
import { recordedCase } from '../../../src/trace/recorded-case.ts';
import { renderedHistory } from '../../helpers/rendered-history.ts';

const TASK = `type: task, resourceArn: 'acs:fc:::services/s/functions/f'`;

function recorded(steps: string, options: RunOptions, act: (run: Run) => void = (run) => run.toEnd()) {
  const run = new Run(`version: v1\ntype: flow\nsteps:\n${steps}`, { input: { a: 1 }, ...options });
  act(run);
  const { status, end } = run.state;
  const Output = end?.output === undefined ? '' : JSON.stringify(end.output);
  const execution = { Name: 'run', Input: '{"a":1}', Output, Status: status };
  return recordedCase(run.state.flow, execution, appendEvents(NO_EVENTS, renderedHistory(run)));
}

test('attempts become stubs in order, equal neighbours counted', () => {
  const steps = `  - {${TASK}, name: pay, retry: [{errors: [Busy], maxAttempts: 3}]}\n`;
  const task: RunOptions['task'] = (_effect, calls) => (calls <= 2 ? failing('Busy', 'full') : { paid: 1 });
  expect(recorded(steps, { task })).toEqual({
    name: 'as run went',
    at: '1970-01-01T00:00:00.000Z',
    input: { a: 1 },
    tasks: { pay: [{ error: 'Busy', cause: 'full', times: 2 }, { output: { paid: 1 } }] },
    expect: { status: 'Succeeded', output: { paid: 1 }, path: ['pay'] },
  });
});

test('a task without a result hangs, and one without a report is only handed over', () => {
  const unanswered = () => undefined;
  expect(recorded(`  - {${TASK}, name: pay, timeoutSeconds: 5}\n`, { task: unanswered })['tasks']).toEqual({
    pay: { fault: 'hangs' },
  });
  const waiting = `  - {${TASK}, name: ask, pattern: waitForCallback, timeoutSeconds: 5}\n`;
  expect(recorded(waiting, { task: unanswered })['tasks']).toEqual({ ask: { output: {} } });
});

test('a report keeps how long it was waited for', () => {
  const steps = `  - {${TASK}, name: ask, pattern: waitForCallback}\n`;
  const { tasks } = recorded(steps, { task: () => undefined }, (run) => {
    run.give({ type: 'Start' });
    run.now = 90_000;
    const [asked] = run.calls;
    if (asked === undefined) throw new Error('nobody was asked');
    run.give({ type: 'CompleteTask', task: asked.task, output: '{"ok":true}' });
  });
  expect(tasks).toEqual({ ask: { output: {}, report: { output: { ok: true } }, after: '1m 30s' } });
});

test('a stop is made again', () => {
  const steps = '  - {type: wait, name: rest, duration: 60}\n';
  const stopped = recorded(steps, {}, (run) => {
    run.give({ type: 'Start' });
    run.now = 5_000;
    run.give({ type: 'Stop', failure: { error: 'Enough', cause: 'of it' } });
  });
  expect(stopped).toMatchObject({
    stop: { after: '5s', error: 'Enough', cause: 'of it' },
    expect: { status: 'Stopped', error: 'Enough', path: ['rest'] },
  });
});

test('side by side, stubs name the input that they answer, and the path is left open', () => {
  const inner = `{${TASK}, name: one, inputMappings: [{target: n, source: $input.n}]}`;
  const steps = `  - {type: foreach, name: all, iterationMapping: {collection: $.list, item: n}, steps: [${inner}]}\n`;
  const task: RunOptions['task'] = ({ input }) => ({ seen: input['n'] ?? 0 });
  const { tasks, expect: expected } = recorded(steps, { input: { list: [1, 2] }, task });
  expect(tasks).toEqual({
    one: [
      { when: { n: 1 }, output: { seen: 1 }, times: 1 },
      { when: { n: 2 }, output: { seen: 2 }, times: 1 },
    ],
  });
  expect(expected).not.toHaveProperty('path');
});
