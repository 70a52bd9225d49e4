import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/interpreter/decide.ts';
import type { InvokeTask } from '../../../src/interpreter/effect.ts';
import { Run } from '../../../src/testing/run-flow.ts';

const types = (run: Run) => run.events.map(({ type }) => type);
const YEAR = 31_536_000_000;

describe('timeout of a task', () => {
  const text = `version: v1
type: flow
steps:
  - type: task
    name: t
    resourceArn: acs:fc:::services/s/functions/f
    timeoutSeconds: 5
    retry: [{errors: [FnF.TaskTimeout], maxAttempts: 1, intervalSeconds: 1}]
`;

  test('fails each attempt with FnF.TaskTimeout', () => {
    const run = new Run(text, { task: () => undefined }).toEnd();
    expect(run.failure?.error).toBe('FnF.TaskTimeout');
    expect(types(run).filter((type) => type === 'TaskTimedOut')).toHaveLength(2);
    expect(run.now).toBe(11_000);
  });

  test('is not overtaken by an answer that comes at the deadline, be it a failure or a success', () => {
    for (const late of ['CompleteTask', 'FailTask'] as const) {
      const run = new Run(text, { task: () => undefined });
      run.give({ type: 'Start' });
      run.now = 5_000;
      const task = (run.calls[0] as InvokeTask).task;
      const answer = { output: '{}', failure: { error: 'FC.Unknown', cause: '' } };
      const { events } = run.give({ type: late, task, ...answer });
      expect(events[0]?.type).toBe('TaskTimedOut');
      expect(types(run)).not.toContain(late === 'CompleteTask' ? 'TaskSucceeded' : 'TaskFailed');
    }
  });

  test.each([
    ['a function that replies by messages', 'live-replies-60s', '', 150],
    ['one whose task has less time', 'replies-60s', 'timeoutSeconds: 20, ', 20],
    ['one whose task has more time', 'replies-60s', 'timeoutSeconds: 2000, ', 150],
  ])('is that of the reply for %s', (_what, qualifier, more, seconds) => {
    const arn = `arn:aws:lambda:::function:f:${qualifier}`;
    const step = `{type: task, name: t, ${more}resourceArn: '${arn}'}`;
    const steps = `version: v1\ntype: flow\nsteps:\n  - ${step}\n`;
    const run = new Run(steps, { task: () => undefined }).toEnd();
    expect(run.now).toBe(seconds * 1_000);
    expect(run.failure).toMatchObject({
      error: 'FnF.TaskTimeout',
      cause: expect.stringMatching(seconds === 20 ? /did not end within 20 s/ : /^No reply .* 150 s/),
    });
  });

  test('is nothing to a function that only takes a task for a worker', () => {
    const arn = 'arn:aws:lambda:::function:f:replies-60s';
    const step = `{type: task, name: t, pattern: waitForCallback, resourceArn: '${arn}'}`;
    const run = new Run(`version: v1\ntype: flow\nsteps:\n  - ${step}\n`, { task: () => undefined });
    run.give({ type: 'Start' });
    expect(run.calls[0]).not.toHaveProperty('deadlineAt');
  });

  test('is nothing to a task that ended in time', () => {
    const run = new Run(text).toEnd();
    expect(run.state.status).toBe('Succeeded');
    expect(run.give({ type: 'FireTimer', timer: 'watchdog', dueAt: 5_000 })).toMatchObject({
      events: [],
      effects: [],
    });
  });

  test('one watchdog looks after many tasks and is armed again for the next deadline', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - type: parallel
    name: fan
    branches:
      - steps:
          - type: task
            name: slow
            resourceArn: acs:fc:::services/s/functions/f
            timeoutSeconds: 3000
            catch: [{errors: [FnF.TaskTimeout], goto: ok1}]
          - {type: pass, name: ok1}
      - steps:
          - type: task
            name: quick
            resourceArn: acs:fc:::services/s/functions/f
            timeoutSeconds: 1000
            catch: [{errors: [FnF.TaskTimeout], goto: ok2}]
          - {type: pass, name: ok2}
      - steps:
          - type: task
            name: middle
            resourceArn: acs:fc:::services/s/functions/f
            timeoutSeconds: 2000
            catch: [{errors: [FnF.TaskTimeout], goto: ok3}]
          - {type: pass, name: ok3}
`,
      { task: () => undefined },
    ).toEnd();
    expect(run.state.status).toBe('Succeeded');
    expect(
      run.steps
        .filter(({ events }) => events.some(({ type }) => type === 'TaskTimedOut'))
        .map(({ at }) => at),
    ).toEqual([1_000_000, 2_000_000, 3_000_000]);
  });

  test('a task scheduled when the watchdog is about to fire has a watchdog of its own', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - type: parallel
    name: fan
    branches:
      - steps: [{type: task, name: a, resourceArn: "acs:fc:::services/s/functions/f", timeoutSeconds: 100}]
      - steps:
          - {type: wait, name: w, duration: 70}
          - {type: task, name: b, resourceArn: "acs:fc:::services/s/functions/f", timeoutSeconds: 500}
`,
      { task: () => undefined },
    );
    run.give({ type: 'Start' });
    expect(run.state.watchdog).toEqual({ fireAt: 100_000, owner: 'message' });
    run.state = { ...run.state, watchdog: { fireAt: 100_000, owner: 'a driver that died before arming it' } };
    run.fireNext();
    expect(run.now).toBe(70_000);
    expect(run.state.watchdog).toEqual({ fireAt: 100_000, owner: 'message' });
    run.fireNext();
    expect([run.now, run.failure?.error]).toEqual([100_000, 'FnF.TaskTimeout']);
  });
});

describe('the watchdog', () => {
  const loop = `version: v1
type: flow
steps:
  - {type: wait, name: w, duration: 10}
  - {type: task, name: t, resourceArn: "acs:fc:::services/s/functions/f", timeoutSeconds: 60}
  - {type: choice, name: again, default: {goto: w}}
`;

  test('that fires while a later one is armed is not armed again: a long loop has no more of them than tasks', () => {
    const run = new Run(loop, { maxCommands: 400 }).toEnd();
    const rounds = run.events.filter(({ type }) => type === 'TaskSucceeded').length;
    const firings = 400 - run.events.filter(({ type }) => type === 'StepSucceeded').length;
    expect(rounds).toBeGreaterThan(190);
    expect(firings).toBeLessThanOrEqual(rounds);
  });

  test('that comes before its time does nothing and comes again, even when nothing needs it now', () => {
    const run = new Run(loop);
    run.give({ type: 'Start' });
    run.fireNext();
    const dueAt = run.state.watchdog?.fireAt ?? 0;
    const decision = run.give({ type: 'FireTimer', timer: 'watchdog', dueAt });
    expect(decision).toMatchObject({ events: [], effects: [], againAt: dueAt });
  });

  test('times out what was overdue when it was due, and leaves what has become so since to the next one', () => {
    const two = `version: v1
type: flow
steps:
  - type: parallel
    name: fan
    branches:
      - steps: [{type: task, name: a, resourceArn: "acs:fc:::services/s/functions/f", timeoutSeconds: 10}]
      - steps: [{type: task, name: b, resourceArn: "acs:fc:::services/s/functions/f", timeoutSeconds: 20,
          catch: [{errors: [FnF.TaskTimeout], goto: ok}]}, {type: pass, name: ok}]
`.replace(
      'timeoutSeconds: 10}',
      'timeoutSeconds: 10, catch: [{errors: [FnF.TaskTimeout], goto: fine}]}, {type: pass, name: fine}',
    );
    const run = new Run(two, { task: () => undefined });
    run.give({ type: 'Start' });
    run.now = 30_000;
    const { events, effects } = run.give({ type: 'FireTimer', timer: 'watchdog', dueAt: 10_000 });
    expect(events.filter(({ type }) => type === 'TaskTimedOut')).toHaveLength(1);
    expect(effects).toEqual([{ type: 'StartTimer', timer: 'watchdog', fireAt: 30_000 }]);
    run.toEnd();
    expect(run.state.status).toBe('Succeeded');
  });
});

describe('timeout of the execution', () => {
  test('is not brought about by a command without a waiting step', () => {
    const run = new Run(
      '{version: v1, type: flow, timeoutSeconds: 2, steps: [{type: wait, name: w, duration: 10}]}',
    );
    run.give({ type: 'Start' });
    run.now = 2_000;
    expect(run.give({ type: 'FireTimer', timer: 2, dueAt: 1_000 }).events).toEqual([]);
    expect(run.state.status).toBe('Running');
  });

  test('ends it while it waits', () => {
    const run = new Run(
      '{version: v1, type: flow, timeoutSeconds: 2, steps: [{type: wait, name: w, duration: 10}]}',
    ).toEnd();
    expect([run.state.status, run.now, run.failure?.error]).toEqual(['TimedOut', 2_000, 'FnF.Timeout']);
    expect(types(run).at(-1)).toBe('ExecutionTimedOut');
  });

  test('wins over any command that comes later', () => {
    const run = new Run(
      '{version: v1, type: flow, timeoutSeconds: 2, steps: [{type: task, name: t, resourceArn: "acs:fc:::services/s/functions/f"}]}',
      { task: () => undefined },
    );
    run.give({ type: 'Start' });
    run.now = 2_000;
    run.give({ type: 'CompleteTask', task: (run.calls[0] as InvokeTask).task, output: '{}' });
    expect(run.state.status).toBe('TimedOut');
  });

  test('is a year where the flow names none: a callback that never comes does not last for ever', () => {
    const run = new Run(
      '{version: v1, type: flow, steps: [{type: task, name: t, pattern: waitForCallback, resourceArn: "acs:fc:::services/s/functions/f"}]}',
      { task: () => undefined },
    ).toEnd();
    expect([run.state.status, run.now]).toEqual(['TimedOut', YEAR]);
  });

  test('a deadline of the flow is kept in mind beside those of tasks', () => {
    const run = new Run(
      `version: v1
type: flow
timeoutSeconds: 1000
steps:
  - type: task
    name: t
    timeoutSeconds: 100
    resourceArn: acs:fc:::services/s/functions/f
    catch: [{errors: [FnF.TaskTimeout], goto: w}]
  - {type: wait, name: w, duration: 5000}
`,
      { task: () => undefined },
    ).toEnd();
    expect([run.state.status, run.now]).toEqual(['TimedOut', 1_000_000]);
  });
});

describe('stop', () => {
  const sync = `version: v1
type: flow
timeoutSeconds: 60
steps:
  - {type: task, name: child, resourceArn: "acs:fnf:::flow/other", pattern: sync, serviceParams: {Input: $}}
`;
  const failure = { error: 'Halt', cause: 'by hand' };

  test('ends the execution and leaves its sync child to be stopped', () => {
    const run = new Run(sync, { input: { a: 1 }, task: () => undefined });
    run.give({ type: 'Start' });
    const { effects } = run.give({ type: 'Stop', failure });
    expect([run.state.status, run.failure]).toEqual(['Stopped', failure]);
    expect(effects).toMatchObject([
      {
        type: 'FinishExecution',
        children: [{ type: 'StopChild', params: { Input: { a: 1 } }, input: { a: 1 } }],
      },
    ]);
  });

  test('leaves a child to be stopped that is only being started', () => {
    const run = new Run(sync);
    const { state } = decide(run.state, { type: 'Start' }, run.circumstances());
    const { effects } = decide(state, { type: 'Stop', failure }, run.circumstances());
    expect(state.frames.values()[0]?.active?.phase.kind).toBe('running');
    expect(effects).toMatchObject([{ type: 'FinishExecution', children: [{ type: 'StopChild' }] }]);
  });

  test('an execution that times out leaves its sync child to be stopped, too', () => {
    const run = new Run(sync, { task: () => undefined });
    run.give({ type: 'Start' });
    run.now = 60_000;
    const { effects } = run.give({ type: 'FireTimer', timer: 'watchdog', dueAt: 60_000 });
    expect(effects).toMatchObject([{ type: 'FinishExecution', children: [{ type: 'StopChild' }] }]);
  });

  test('tells which timers were yet to fire', () => {
    const wait = `version: v1
type: flow
timeoutSeconds: 3600
steps:
  - {type: wait, name: pause, duration: 60}
`;
    const run = new Run(wait);
    run.give({ type: 'Start' });
    const { effects } = run.give({ type: 'Stop', failure });
    const timers = [
      { timer: 3, fireAt: 60_000 },
      { timer: 'watchdog', fireAt: 3_600_000 },
    ];
    expect(effects).toMatchObject([{ type: 'FinishExecution', timers }]);
  });

  test('before the start leaves a history of its own', () => {
    const run = new Run(sync);
    run.give({ type: 'Stop', failure });
    expect(types(run)).toEqual(['ExecutionStarted', 'ExecutionStopped']);
  });

  test('of an ended execution changes nothing', () => {
    const run = new Run('{version: v1, type: flow, steps: []}').toEnd();
    expect(run.give({ type: 'Stop', failure })).toMatchObject({ events: [], effects: [] });
  });

  test('before the start no other command does anything', () => {
    const run = new Run(sync, { task: () => undefined });
    expect(run.give({ type: 'Continue' }).events).toEqual([]);
    run.give({ type: 'Start' });
    expect(run.give({ type: 'Start' }).events).toEqual([]);
  });
});
