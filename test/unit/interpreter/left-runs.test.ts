import { expect, test } from 'vitest';
import { finishEffect, pendingEffects } from '../../../src/interpreter/effects.ts';
import { Run } from '../../../src/testing/run-flow.ts';
import { redriven } from '../../helpers/redriven-run.ts';

const BESIDE = `version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps:
          - {type: foreach, name: each, iterationMapping: {collection: $.items, item: item}, distributed: {}, steps: [{type: pass, name: p}]}
      - steps:
          - {type: task, name: sub, resourceArn: "acs:fnf:::flow/child", pattern: sync}
      - steps:
          - {type: wait, name: later, duration: 9}
          - {type: fail, name: no, error: No}
`;

/** The children that the end stops: their targets, attempts, and the attempts that were broken off before. */
function stopped(run: Run) {
  const children = run.state.end === undefined ? [] : finishEffect(run.state.end).children;
  return children.map(({ target, task, brokenOff }) => [target.kind, task.attempt, brokenOff?.since]);
}

test('The failure of a branch leaves the map run beside it to be stopped, and no other child', () => {
  const run = new Run(BESIDE, { task: () => undefined, input: { items: [1] } }).toEnd();
  expect(run.state.status).toBe('Failed');
  expect(stopped(run)).toEqual([['map', 0, undefined]]);
});

test('Where the execution goes on and fails again, the map run is that of any attempt since the first one', () => {
  const run = new Run(BESIDE, { task: () => undefined, input: { items: [1] } }).toEnd();
  redriven(run);
  expect(stopped(run)).toEqual([['map', 1, 0]]);
  redriven(run);
  expect(stopped(run)).toEqual([['map', 2, 0]]);
});

const LATE = `version: v1
type: flow
steps:
  - type: task
    name: sub
    resourceArn: acs:fnf:::flow/child
    pattern: sync
    timeoutSeconds: 5
    serviceParams: {ExecutionName: $.name, Input: $.large}
    retry: [{errors: [FnF.TaskTimeout], intervalSeconds: 1, maxAttempts: 120}]
`;

test('Executions for which attempts have waited for too long are left to be stopped: the newest hundred, by what names them', () => {
  const run = new Run(LATE, { task: () => undefined, input: { name: 'one', large: { a: 1 } } }).toEnd();
  expect(run.state.status).toBe('Failed');
  expect(stopped(run)).toEqual(Array.from({ length: 100 }, (_, at) => ['flow', 21 + at, undefined]));
  const [child] = run.state.end === undefined ? [] : finishEffect(run.state.end).children;
  expect(child).toMatchObject({ params: { ExecutionName: 'one' }, input: {} });
});

test('The message by which an attempt timed out owes the stop of its child, and no other message does', () => {
  const run = new Run(LATE.replace('ExecutionName: $.name, ', ''), {
    task: () => undefined,
    input: { name: 'one', large: {} },
    maxCommands: 1,
  }).toEnd();
  const pending = (message: string) =>
    pendingEffects(run.state, (owner) => owner === message, { concurrency: 1, newToken: () => '' });
  expect(pending('message').map(({ type }) => type)).toContain('StopChild');
  expect(pending('another')).toEqual([]);
});
