import { describe, expect, test } from 'vitest';
import { failing, Run, type RunOptions } from '../../../src/testing/run-flow.ts';
import { appendEvents, NO_EVENTS } from '../../../src/trace/append.ts';
import type { ExecutionModel, StepRun } from '../../../src/trace/model.ts';
import { attemptResult, stepData } from '../../../src/trace/step-data.ts';
import { recordedHistories } from '../../flows/recorded-histories.ts';
import { renderedHistory } from '../../helpers/rendered-history.ts';

const recorded = recordedHistories();

function modelOf(title: string): ExecutionModel {
  const history = recorded.find((other) => other.title === title);
  return appendEvents(NO_EVENTS, history?.events ?? []);
}

function play(steps: string, options: RunOptions = {}): ExecutionModel {
  const flow = `version: v1\ntype: flow\nsteps:\n${steps}`;
  return appendEvents(NO_EVENTS, renderedHistory(new Run(flow, options).toEnd()));
}

function runsOf(model: ExecutionModel, name: string): readonly StepRun[] {
  return model.runs.values().filter((run) => run.name === name);
}

const ENDS: Readonly<Record<string, string>> = {
  ExecutionSucceeded: 'Succeeded',
  ExecutionFailed: 'Failed',
  ExecutionTimedOut: 'TimedOut',
  ExecutionStopped: 'Stopped',
};

test.each(recorded)('$title: every event finds its place', ({ events }) => {
  const model = appendEvents(NO_EVENTS, events);
  const last = events.at(-1);
  // An end, and going on after it, are of no list.
  const ofLists = events.filter(({ Type }) => Type === 'ExecutionStarted' || !Type.startsWith('Execution'));
  expect(ofLists.filter(({ EventId }) => model.owners.get(EventId) === undefined)).toEqual([]);
  const named = events.filter(({ StepName }) => StepName !== '');
  const runs = named.map(({ EventId }) => model.runs.get(model.owners.get(EventId)?.run ?? 0)?.name);
  expect(runs).toEqual(named.map(({ StepName }) => StepName));
  expect(model.status).toBe(ENDS[last?.Type ?? '']);
  expect(model.openRuns).toBe(0);
  expect(model.events.values()).toEqual(events);
  const inner = events.filter(({ Type }) => Type === 'BranchEntered' || Type === 'IterationEntered');
  const kinds = model.frames.values().map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'branch' || kind === 'iteration').length).toBe(inner.length);
});

describe('a run of a step', () => {
  test('has its data at every stage', () => {
    const model = modelOf('trip-booking: all-booked');
    const [train, flight] = model.runs.values();
    expect(train && stepData(model, train)).toEqual({
      entered: { traveller: 'Ada' },
      localBefore: {},
      input: { traveller: 'Ada' },
      output: { train: 'train-Ada' },
      localAfter: { train: 'train-Ada' },
    });
    expect(flight && stepData(model, flight).localBefore).toEqual({ train: 'train-Ada' });
    const [attempt] = train?.attempts ?? [];
    expect(attempt && attemptResult(model, attempt)).toEqual({ train: 'train-Ada' });
  });

  test('has the attempts of a task and the step that its catch went on at', () => {
    const model = play(
      `  - {type: task, name: Pay, resourceArn: 'acs:fc:::services/s/functions/f',
       retry: [{errors: [Busy], maxAttempts: 2, intervalSeconds: 3}], catch: [{errors: [FnF.ALL], goto: Sorry}]}
  - {type: pass, name: Skipped}
  - {type: pass, name: Sorry}`,
      { task: () => failing('Busy', 'try later') },
    );
    const [pay] = runsOf(model, 'Pay');
    expect(pay).toMatchObject({ kind: 'task', status: 'caught', error: 'Busy', goto: 'Sorry' });
    expect(pay?.attempts.map(({ error, scheduledAt }) => [error, scheduledAt])).toEqual([
      ['Busy', 0],
      ['Busy', 3_000],
      ['Busy', 9_000],
    ]);
    expect(model.totals.get('"Pay"')).toMatchObject({ entered: 1, caught: 1, retries: 2 });
    expect([...model.ways.values()].map(({ from, to, kind }) => [from, to, kind])).toEqual([
      ['', '"Pay"', 'next'],
      ['"Pay"', '"Sorry"', 'catch'],
      ['"Sorry"', '', 'next'],
    ]);
  });

  test('rests, waits for a report, or is tried again as long as it is open', () => {
    const tasks = (policy: string) =>
      `  - {type: task, name: T, pattern: waitForCallback, resourceArn: 'acs:fc:::services/s/functions/f'${policy}}`;
    const waiting = play(tasks(''), { task: () => undefined, maxCommands: 0 });
    expect(runsOf(waiting, 'T')).toMatchObject([{ status: 'waiting', attempts: [{ submittedAt: 0 }] }]);
    const retrying = play(tasks(', retry: [{errors: [Busy], maxAttempts: 9}]'), {
      task: () => failing('Busy'),
      maxCommands: 0,
    });
    expect(runsOf(retrying, 'T')).toMatchObject([{ status: 'retrying', attempts: [{ error: 'Busy' }] }]);
    const resting = play('  - {type: wait, name: W, duration: 7}', { maxCommands: 0 });
    expect(runsOf(resting, 'W')).toMatchObject([{ kind: 'wait', status: 'resting', restsUntil: 7_000 }]);
  });

  test('of a task that starts a flow names the execution that it started', () => {
    const [invoice] = runsOf(modelOf('order-fan-out: three-lines'), 'Invoice');
    expect(invoice?.child).toEqual({ flowName: 'order-invoice', executionName: 'three-lines-98-0' });
  });

  test.each([
    ["resourceArn: 'acs:fnf:cn-hangzhou:1234:flow/other'", { flowName: 'other', executionName: 'other-1' }],
    [
      'action: fnf:StartExecution, serviceParams: {FlowName: other}',
      { flowName: 'other', executionName: 'other-1' },
    ],
    ["resourceArn: 'acs:fc:::functions/other'", undefined],
  ])('of a task with %s names the execution that it started, if one', (target, child) => {
    const task = () => ({ FlowName: 'other', Name: 'other-1', Status: 'Starting' });
    const [run] = runsOf(play(`  - {type: task, name: T, ${target}}`, { task }), 'T');
    expect(run?.child).toEqual(child);
  });

  test('of a distributed foreach names its map run', () => {
    const steps = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    distributed: {}
    steps: [{type: pass, name: nothing}]`;
    const EventDetail = JSON.stringify({ output: { FlowName: 'f', Name: 'e:map-2-0' } });
    const history = renderedHistory(new Run(steps, { input: { items: [] } }).toEnd()).map((event) =>
      event.Type === 'TaskSubmitted' ? { ...event, EventDetail } : event,
    );
    const [run] = runsOf(appendEvents(NO_EVENTS, history), 'each');
    expect(run?.child).toEqual({ flowName: 'f', executionName: 'e:map-2-0' });
  });

  test('is one of many in a loop, each with its number and the one before', () => {
    const model = modelOf('status-polling: done-on-second-check');
    const polls = model.runs.values().filter(({ ordinal }) => ordinal > 1);
    expect(polls.length).toBeGreaterThan(0);
    for (const { earlier, ordinal, place } of polls) {
      const before = earlier === undefined ? undefined : model.runs.get(earlier);
      expect(before).toMatchObject({ place, ordinal: ordinal - 1 });
    }
  });
});

const FAN_OUT = `
  - type: foreach
    name: Each
    iterationMapping: {collection: $.items, item: item, index: index}
    steps:
      - {type: task, name: T, resourceArn: 'acs:fc:::services/s/functions/f'}
      - {type: pass, name: After}`;

describe('frames', () => {
  test('are told apart by their position, and count into their step', () => {
    const model = play(FAN_OUT, { input: { items: [5, 6, 7] } });
    const [each] = runsOf(model, 'Each');
    expect(each).toMatchObject({ kind: 'foreach', framesEntered: 3, framesExited: 3, openFrames: [] });
    const iterations = model.frames.values().filter(({ run }) => run === each?.id);
    expect(iterations.map(({ index, status }) => [index, status])).toEqual([
      [0, 'exited'],
      [1, 'exited'],
      [2, 'exited'],
    ]);
    expect(model.totals.get('"Each"[]"T"')).toMatchObject({ entered: 3, succeeded: 3 });
  });

  test('beside a failed one are abandoned, and the failure leads to the step that failed', () => {
    const model = play(FAN_OUT, {
      input: { items: [5, 6, 7] },
      task: (_effect, calls) => (calls === 3 ? failing('Broken', 'why') : undefined),
    });
    const statuses = runsOf(model, 'T').map(({ status }) => status);
    expect(statuses).toEqual(['abandoned', 'abandoned', 'failed']);
    expect(model.failure).toEqual({ error: 'Broken', cause: 'why', runs: [runsOf(model, 'T')[2]?.id] });
    expect(runsOf(model, 'Each')).toMatchObject([{ status: 'failed', error: 'Broken' }]);
  });

  test('of an option belong to their choice, and the way through it is counted', () => {
    const model = play(`
  - type: choice
    name: Which
    choices:
      - {condition: $.n > 1, steps: [{type: pass, name: Many}]}
    default: {steps: [{type: pass, name: Few}]}
  - {type: pass, name: After}`);
    expect(runsOf(model, 'Which')).toMatchObject([{ kind: 'choice', status: 'succeeded' }]);
    expect([...model.ways.values()].map(({ list, from, via, to }) => [list, from, via, to])).toEqual([
      ['', '', '', '"Which"'],
      ['"Which"?"Few"', '', '', '"Which"?"Few""Few"'],
      ['"Which"?"Few"', '"Which"?"Few""Few"', '', ''],
      ['', '"Which"', '"Which"?"Few"', '"After"'],
      ['', '"After"', '', ''],
    ]);
  });
});

test('an execution that is stopped or times out names the steps that it was at', () => {
  const run = new Run(`version: v1\ntype: flow\ntimeoutSeconds: 5\nsteps:${FAN_OUT}`, {
    input: { items: [1, 2] },
    task: () => undefined,
  }).toEnd();
  const model = appendEvents(NO_EVENTS, renderedHistory(run));
  expect(model.status).toBe('TimedOut');
  expect(model.failure?.error).toBe('FnF.Timeout');
  expect(model.failure?.runs).toEqual(runsOf(model, 'T').map(({ id }) => id));
});
