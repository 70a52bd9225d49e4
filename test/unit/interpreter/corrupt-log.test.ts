import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/flow/flow.ts';
import type { Command } from '../../../src/interpreter/command.ts';
import { decide } from '../../../src/interpreter/decide.ts';
import type { ExecutionEvent } from '../../../src/interpreter/event.ts';
import { evolve } from '../../../src/interpreter/evolve.ts';
import { fromSnapshot, toSnapshot } from '../../../src/interpreter/snapshot.ts';
import { CorruptLog, initialState } from '../../../src/interpreter/state.ts';
import { Run } from '../../../src/testing/run-flow.ts';

function resting(step: string): Run {
  const run = new Run(`{version: v1, type: flow, steps: [${step}]}`, { task: () => undefined });
  run.give({ type: 'Start' });
  return run;
}

const TASK = '{type: task, name: t, resourceArn: "acs:fc:::services/s/functions/f"}';
const WAIT = '{type: wait, name: w, duration: 9}';
const PARALLEL = `{type: parallel, name: p, branches: [{steps: [${WAIT}]}, {steps: [${WAIT}]}]}`;

describe('a log that cannot have come about is refused', () => {
  test.each<[string, string, ExecutionEvent]>([
    ['a frame that is not open', WAIT, { type: 'StepExited', frame: 9 }],
    ['a step that is not running', WAIT, { type: 'TaskStarted', frame: 1 }],
    ['a task event at a wait step', WAIT, { type: 'TaskScheduled', frame: 1 }],
    ['a start of a task step', TASK, { type: 'StepStarted', frame: 1 }],
    ['the exit of a list that is no branch', WAIT, { type: 'BranchExited', frame: 1 }],
    ['a task result that is no object', TASK, { type: 'TaskSucceeded', frame: 1, output: '[]' }],
    ['a branch that the step does not have', PARALLEL, { type: 'BranchEntered', frame: 1, index: 2 }],
  ])('%s', (_what, step, event) => {
    expect(() => evolve(resting(step).state, event, 0, 'm')).toThrow(CorruptLog);
  });

  test('events, commands and steps of no known type', () => {
    const { state } = resting(TASK);
    const event = { type: 'Bogus', frame: 1 } as unknown as ExecutionEvent;
    expect(() => evolve(state, event, 0, 'm')).toThrow('Bogus');
    const command = { type: 'Bogus', task: { frame: 1, entry: 2, attempt: 0 } } as unknown as Command;
    expect(() => decide(state, command, resting(TASK).circumstances())).toThrow('Bogus');
    const odd = { ...state.flow, steps: [{ type: 'loop', name: 'x', end: false }] } as unknown as Flow;
    expect(() => new Run(odd).toEnd()).toThrow('loop');
  });

  test('an option that has no steps', () => {
    const text = `{type: choice, name: c, default: {steps: [${WAIT}]}}`;
    const { state } = resting(text);
    const snapshot = JSON.parse(JSON.stringify(toSnapshot(state)).replace('"option":0', '"option":1'));
    expect(() => fromSnapshot(initialState(state.flow, state.facts), snapshot)).toThrow('option 1');
  });

  test('a definition version that does not exist', () => {
    const { state } = resting(TASK);
    const restored = { ...(toSnapshot(state) as object), flowVersion: 7 };
    const event = { type: 'ExecutionRedriven', restored, flowVersion: 7, undone: [] } as const;
    expect(() => evolve(state, event, 0, 'm')).toThrow('version 7');
  });

  test('an event of a step between two steps, or at the end of the list', () => {
    const run = resting(TASK);
    const idle = [
      ...run.events,
      { type: 'TaskSucceeded', frame: 1, output: '{}' },
      { type: 'StepExited', frame: 1 },
    ] as const;
    const state = (idle as readonly ExecutionEvent[]).reduce(
      (folded, event) => evolve(folded, event, 0, 'm'),
      new Run(`{version: v1, type: flow, steps: [${TASK}]}`).state,
    );
    expect(() => evolve(state, { type: 'StepSucceeded', frame: 1 }, 0, 'm')).toThrow('between two steps');
    expect(() => evolve(state, { type: 'StepEntered', frame: 1 }, 0, 'm')).toThrow('the end');
  });
});
