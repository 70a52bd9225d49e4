import { describe, expect, test } from 'vitest';
import { decideBatch } from '../../../../src/engine/drive/decide-batch.ts';
import type { Command } from '../../../../src/interpreter/command.ts';
import { Run } from '../../../../src/testing/run-flow.ts';

const BRANCHES = 4;
const MUCH = 1_000_000;

const CALL = 'type: task, resourceArn: "acs:fc:::services/w/functions/f"';
const SIDE_BY_SIDE = `version: v1
type: flow
steps:
  - type: parallel
    name: all
    branches:
${Array.from({ length: BRANCHES }, (_, n) => `      - steps: [{name: t${n}, ${CALL}}]\n`).join('')}`;

/** An execution that waits for all its tasks, and the commands that complete them with outputs of 100 bytes. */
function waiting() {
  const run = new Run(SIDE_BY_SIDE, { task: () => undefined });
  run.give({ type: 'Start' });
  const output = JSON.stringify({ text: 'x'.repeat(89) });
  const commands = run.calls.map(({ task }): Command => ({ type: 'CompleteTask', task, output }));
  return { run, commands, at: run.circumstances() };
}

describe('a batch', () => {
  test('takes all commands that there is room for, into the state that they lead to together', () => {
    const { run, commands, at } = waiting();
    const batch = decideBatch(run.state, commands, at, MUCH);
    expect(batch.taken).toBe(BRANCHES);
    expect(batch.state.status).toBe('Succeeded');
    expect(batch.events.at(-1)?.type).toBe('ExecutionSucceeded');
    for (const command of commands) run.give(command);
    expect(batch.state).toEqual(run.state);
  });

  test('is closed by the command that fills it with bytes, and takes one always', () => {
    const { run, commands, at } = waiting();
    expect(decideBatch(run.state, commands, at, 1).taken).toBe(1);
    expect(decideBatch(run.state, commands, at, 100).taken).toBe(1);
    expect(decideBatch(run.state, commands, at, 101).taken).toBe(2);
  });

  test('counts the causes of failures as bytes', () => {
    const { run, at } = waiting();
    const failure = { error: 'Busy', cause: 'x'.repeat(100) };
    const commands = run.calls.map(({ task }): Command => ({ type: 'FailTask', task, failure }));
    expect(decideBatch(run.state, commands, at, 100).taken).toBe(1);
  });

  test('is closed by the events that fill a commit', () => {
    const { run, commands, at } = waiting();
    const narrow = { ...at, limits: { ...at.limits, commitEvents: 1 } };
    expect(decideBatch(run.state, commands, narrow, MUCH)).toMatchObject({ taken: 1 });
  });

  test('leaves out effects that a later command of it has made pointless', () => {
    const { run, at } = waiting();
    const fresh = new Run(SIDE_BY_SIDE, { task: () => undefined });
    const stop: Command = { type: 'Stop', failure: { error: 'Enough', cause: '' } };
    const both = decideBatch(fresh.state, [{ type: 'Start' }, stop], at, MUCH);
    expect(both.effects.map(({ type }) => type)).toEqual(['FinishExecution']);
    const alone = decideBatch(fresh.state, [{ type: 'Start' }], at, MUCH);
    expect(alone.effects.map(({ type }) => type)).toEqual(run.calls.map(() => 'InvokeTask'));
  });

  test('of commands without a waiting step is taken and has no events', () => {
    const { run, at } = waiting();
    const late: Command = { type: 'FireTimer', timer: 99, dueAt: 0 };
    expect(decideBatch(run.state, [late, late], at, MUCH)).toMatchObject({
      taken: 2,
      events: [],
      effects: [],
    });
    expect(decideBatch(run.state, [], at, MUCH)).toMatchObject({ taken: 0, events: [], state: run.state });
  });

  test('tells when a timer that came too early must be given again', () => {
    const run = new Run('version: v1\ntype: flow\nsteps:\n  - {type: wait, name: w, duration: 10}\n');
    run.give({ type: 'Start' });
    const early: Command = { type: 'FireTimer', timer: 3, dueAt: 10_000 };
    expect(decideBatch(run.state, [early], run.circumstances(), MUCH)).toMatchObject({
      taken: 1,
      events: [],
      againAt: 10_000,
    });
  });
});
