import { describe, expect, test } from 'vitest';
import type { InvokeTask } from '../../../src/interpreter/effect.ts';
import { pendingEffects } from '../../../src/interpreter/effects.ts';
import { heartbeatDue } from '../../../src/interpreter/heartbeats.ts';
import { fromSnapshot, toSnapshot } from '../../../src/interpreter/snapshot.ts';
import { initialState, type TaskPhase } from '../../../src/interpreter/state.ts';
import { Run } from '../../../src/testing/run-flow.ts';

const task = (name: string, seconds: number, rest = '') =>
  `{type: task, name: ${name}, resourceArn: acs:fc:::services/s/functions/f, pattern: waitForCallback, heartbeatSeconds: ${seconds}${rest}}`;
const flow = (...steps: string[]) => `{version: v1, type: flow, steps: [${steps.join(', ')}]}`;
const silent = { task: () => undefined };
const types = (run: Run) => run.events.map(({ type }) => type);

function started(text: string): Run {
  const run = new Run(text, silent);
  run.give({ type: 'Start' });
  return run;
}

const entryOf = (run: Run, call: number) => (run.calls[call] as InvokeTask).task.entry;

describe('a task that owes heartbeats', () => {
  test('fails with FnF.HeartbeatTimeout when none comes, and is tried again like after any error', () => {
    const retry = ', retry: [{errors: [FnF.HeartbeatTimeout], maxAttempts: 2, intervalSeconds: 1}]';
    const run = new Run(flow(task('t', 10, retry)), silent).toEnd();
    expect(run.failure).toEqual({
      error: 'FnF.HeartbeatTimeout',
      cause: 'The task sent no heartbeat within 10 seconds',
    });
    expect(types(run).filter((type) => type === 'TaskTimedOut')).toHaveLength(3);
    expect(run.now).toBe(10_000 + 11_000 + 12_000);
  });

  test('is caught by the name', () => {
    const caught = ', catch: [{errors: [FnF.HeartbeatTimeout], goto: after}]';
    const run = new Run(flow(task('t', 10, caught), '{type: pass, name: after}'), silent).toEnd();
    expect([run.state.status, run.now]).toEqual(['Succeeded', 10_000]);
  });

  test('waits from its newest heartbeat on', () => {
    const run = started(flow(task('t', 10)));
    run.heartbeats = [{ entry: entryOf(run, 0), attempt: 0, at: 7_000 }];
    run.fireNext();
    expect([run.now, run.state.status]).toEqual([10_000, 'Running']);
    run.fireNext();
    expect([run.now, run.failure?.error]).toEqual([17_000, 'FnF.HeartbeatTimeout']);
  });

  test('leaves its timer to be forgotten when the execution ends', () => {
    const run = started(flow(task('t', 3_600)));
    const { heartbeats } = run.state;
    const { effects } = run.give({ type: 'Stop', failure: { error: 'Halt', cause: '' } });
    const timers = [{ timer: 'watchdog' }, { timer: heartbeats?.timer, fireAt: 3_600_000 }];
    expect(heartbeats?.timer).toBeGreaterThan(0);
    expect(effects).toMatchObject([{ type: 'FinishExecution', timers }]);
  });

  test('does not live on heartbeats of an earlier attempt', () => {
    const retry = ', retry: [{errors: [FnF.HeartbeatTimeout], maxAttempts: 1, intervalSeconds: 1}]';
    const run = started(flow(task('t', 10, retry)));
    run.fireNext();
    run.heartbeats = [{ entry: entryOf(run, 0), attempt: 0, at: 1_000_000 }];
    run.onToEnd();
    expect([run.now, run.state.status]).toEqual([21_000, 'Failed']);
  });

  test('has no heartbeat that is due where it promises none', () => {
    const run = started(flow(task('t', 10).replace(', heartbeatSeconds: 10', '')));
    const phase = run.state.frames.values()[0]?.active?.phase as TaskPhase;
    expect([phase.kind, heartbeatDue(phase, undefined)]).toEqual(['submitted', undefined]);
  });

  test('owes none before its call has returned, and none after its report', () => {
    const run = new Run(flow(task('t', 10)), { task: () => ({}) }).toEnd();
    expect([run.state.status, run.now]).toEqual(['Succeeded', 0]);
  });

  test('still times out as a whole', () => {
    const run = new Run(flow(task('t', 10, ', timeoutSeconds: 15')), silent);
    run.give({ type: 'Start' });
    run.heartbeats = [{ entry: entryOf(run, 0), attempt: 0, at: 9_000 }];
    run.onToEnd();
    expect([run.now, run.failure?.error]).toEqual([15_000, 'FnF.TaskTimeout']);
  });

  test('an unmarked miss changes nothing and has the message come again: two drivers must judge the same', () => {
    const run = started(flow(task('t', 10)));
    const timer = run.state.heartbeats?.timer ?? 0;
    run.now = 12_000;
    const fired = { type: 'FireTimer', timer, dueAt: 10_000 } as const;
    expect(run.give(fired)).toMatchObject({ events: [], effects: [], againAt: 12_000 });
    const late = { entry: entryOf(run, 0), attempt: 0, at: 11_000 };
    expect(run.give({ ...fired, heartbeats: [late] })).toMatchObject({
      events: [],
      effects: [{ type: 'StartTimer', timer, fireAt: 21_000 }],
    });
  });

  test('a timer that comes early comes again when it is due', () => {
    const run = started(flow(task('t', 10)));
    const timer = run.state.heartbeats?.timer ?? 0;
    expect(run.give({ type: 'FireTimer', timer, dueAt: 10_000 })).toMatchObject({
      events: [],
      againAt: 10_000,
    });
  });
});

describe('the one timer of all heartbeats', () => {
  const parallel = (...tasks: string[]) =>
    flow(`{type: parallel, name: all, branches: [${tasks.map((one) => `{steps: [${one}]}`).join(', ')}]}`);

  test('looks after many tasks', () => {
    const run = started(parallel(task('a', 30), task('b', 10), task('c', 20)));
    expect(run.state.heartbeats).toMatchObject({ fireAt: 10_000 });
    const [a, b, c] = [0, 1, 2].map((call) => entryOf(run, call)) as [number, number, number];
    run.heartbeats = [
      { entry: a, attempt: 0, at: 1_000 },
      { entry: b, attempt: 0, at: 9_000 },
      { entry: c, attempt: 0, at: 4_000 },
    ];
    for (let firing = 0; firing < 2 && run.state.status === 'Running'; firing++) run.fireNext();
    run.onToEnd();
    expect([run.now, run.failure?.error]).toEqual([19_000, 'FnF.HeartbeatTimeout']);
  });

  test('is not armed again by a task that asks for no more of them than one that is open', () => {
    const run = started(parallel(task('a', 10), task('b', 10), task('c', 60)));
    expect(run.state.heartbeats?.timer).toBe(firstSubmitted(run));
  });

  test('is replaced for a task that asks for more of them, and the one before finds nothing to do', () => {
    const run = started(parallel(task('a', 60), task('b', 10)));
    const before = firstSubmitted(run);
    expect(run.state.heartbeats?.timer).not.toBe(before);
    run.now = 60_000;
    expect(run.give({ type: 'FireTimer', timer: before, dueAt: 60_000 })).toMatchObject({
      events: [],
      effects: [],
    });
  });

  test('ends with the last task, and a loop of tasks has one of them at a time', () => {
    const loop = flow(task('t', 10), '{type: choice, name: again, default: {goto: t}}');
    let calls = 0;
    const run = new Run(loop, { maxCommands: 200, task: () => (calls++ < 100 ? {} : undefined) }).toEnd();
    expect(run.state.status).toBe('Failed');
    expect(run.now).toBe(10_000);
  });

  test('is a pending effect as long as a heartbeat is owed, and outlives a snapshot', () => {
    const run = started(flow(task('t', 10)));
    const { newToken, limits } = run.circumstances();
    const options = { concurrency: limits.concurrency, newToken };
    const restored = fromSnapshot(initialState(run.state.flow, run.state.facts), toSnapshot(run.state));
    expect(pendingEffects(restored, () => true, options)).toContainEqual({
      type: 'StartTimer',
      timer: run.state.heartbeats?.timer,
      fireAt: 10_000,
    });
    run.give({ type: 'CompleteTask', task: (run.calls[0] as InvokeTask).task, output: '{}' });
    expect(run.state.heartbeats).toBeUndefined();
  });
});

function firstSubmitted(run: Run): number {
  return run.events.findIndex(({ type }) => type === 'TaskSubmitted') + 1;
}
