import { describe, expect, test } from 'vitest';
import type { InvokeTask } from '../../../src/interpreter/effect.ts';
import { failing, Run } from '../../../src/testing/run-flow.ts';

const task = (attributes = '') => `version: v1
type: flow
steps:
  - type: task
    name: t
    resourceArn: acs:fc:::services/s/functions/f
${attributes}
  - type: succeed
    name: done
  - type: pass
    name: rescue
    inputMappings:
      - {target: error, source: $local.error}
      - {target: why, source: $local.why}
      - {target: same, source: $local.same}
    outputMappings:
      - {target: rescued, source: $input}
`;

const types = (run: Run) => run.events.map(({ type }) => type);

describe('result', () => {
  test('becomes the local and, without outputMappings, the output', () => {
    const run = new Run(task(), {
      input: { a: 1 },
      task: ({ input }) => ({ b: input['a'] ?? null }),
    }).toEnd();
    expect(run.output).toEqual({ b: 1 });
    expect(types(run).slice(0, 5)).toEqual([
      'ExecutionStarted',
      'StepEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
    ]);
  });

  test.each(['[1]', '"text"', 'null', '{', ''])('%s fails the task', (output) => {
    const run = new Run(task(), { task: () => undefined });
    run.give({ type: 'Start' });
    run.give({ type: 'CompleteTask', task: (run.calls[0] as InvokeTask).task, output });
    expect(run.failure?.error).toBe('FnF.InvalidOutput');
  });

  test('service parameters read the mapped input, and one without a value is left out', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - type: task
    name: t
    resourceArn: acs:mns:::/queues/q/messages
    inputMappings: [{target: a, source: $input.x}]
    serviceParams: {MessageBody: $, Priority: 1, DelaySeconds: $.none}
`,
      { input: { x: 3 } },
    ).toEnd();
    expect(run.calls[0]).toMatchObject({ params: { MessageBody: { a: 3 }, Priority: 1 } });
    expect(run.calls[0]?.params).not.toHaveProperty('DelaySeconds');
  });
});

describe('retry', () => {
  const policy = (attributes: string) => `    retry:\n      - {errors: [X], ${attributes}}`;

  test.each([
    ['maxAttempts: 2, intervalSeconds: 1', [0, 1_000, 3_000]],
    [
      'intervalSeconds: 10, multiplier: 2, maxIntervalSeconds: 300, maxAttempts: 3',
      [0, 10_000, 30_000, 70_000],
    ],
    [
      'intervalSeconds: 3, multiplier: 1.5, maxIntervalSeconds: 10, maxAttempts: 4',
      [0, 3_000, 7_500, 14_250, 24_250],
    ],
    ['maxAttempts: 0', [0]],
  ])('%s calls at %j ms', (attributes, times) => {
    const calls: number[] = [];
    const run: Run = new Run(task(policy(attributes)), {
      task: () => {
        calls.push(run.now);
        return failing('X');
      },
    });
    run.toEnd();
    expect(calls).toEqual(times);
    expect(run.failure?.error).toBe('X');
  });

  test('an error that no policy names is not tried again', () => {
    const run = new Run(task(policy('maxAttempts: 3')), { task: () => failing('Y') }).toEnd();
    expect(run.calls).toHaveLength(1);
  });

  test('the first policy that names the error decides alone, each with its own count', () => {
    const text = task(
      '    retry:\n      - {errors: [X], maxAttempts: 1}\n      - {errors: [FnF.ALL], maxAttempts: 2}',
    );
    const errors = ['X', 'Y', 'Y', 'X'];
    const run = new Run(text, { task: (_effect, calls) => failing(errors[calls - 1] ?? 'X') }).toEnd();
    expect(run.calls).toHaveLength(4);
    expect(run.failure?.error).toBe('X');
  });

  test('entering the step again starts the counts anew', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - type: task
    name: t
    resourceArn: acs:fc:::services/s/functions/f
    retry: [{errors: [X], maxAttempts: 1}]
    catch: [{errors: [X], goto: count}]
  - type: pass
    name: count
    end: false
  - type: task
    name: other
    resourceArn: acs:fc:::services/s/functions/g
    outputMappings: [{target: turns, source: $local.turns}]
  - type: choice
    name: again
    choices: [{condition: $.turns < 2, goto: t}]
`,
      {
        task: ({ stepName }, calls) => (stepName === 't' ? failing('X') : { turns: Math.floor(calls / 3) }),
      },
    ).toEnd();
    expect(run.calls.map(({ stepName, task: { attempt } }) => `${stepName}${attempt}`)).toEqual([
      't0',
      't1',
      'other0',
      't0',
      't1',
      'other0',
    ]);
  });
});

describe('catch', () => {
  test('goes on at the target with what errorMappings hand on', () => {
    const text = task(`    errorMappings:
      - {target: error, source: $local.error}
      - {target: why, source: $local.cause}
      - {target: same, source: $local.code}
    catch: [{errors: [A, X], goto: rescue}]`);
    const run = new Run(text, { task: () => failing('X', 'because') }).toEnd();
    expect(run.output?.['rescued']).toEqual({ error: 'X', why: 'because', same: 'X' });
  });

  test('hands on nothing without errorMappings', () => {
    const text = task('    catch: [{errors: [FnF.ALL], goto: rescue}]');
    expect(new Run(text, { task: () => failing('X') }).toEnd().output).toEqual({ rescued: {} });
  });

  test('comes after the retries', () => {
    const text = task('    retry: [{errors: [X], maxAttempts: 2}]\n    catch: [{errors: [X], goto: rescue}]');
    const run = new Run(text, { task: () => failing('X') }).toEnd();
    expect([run.calls.length, run.state.status]).toEqual([3, 'Succeeded']);
  });

  test('leaves an unlisted error to the execution, under its own name', () => {
    const text = task('    catch: [{errors: [Y], goto: rescue}]');
    expect(new Run(text, { task: () => failing('X', 'c') }).toEnd().failure).toEqual({
      error: 'X',
      cause: 'c',
    });
  });
});

test('a result that comes while the task waits for its next attempt is ignored', () => {
  const text = task('    retry: [{errors: [X], maxAttempts: 1}]');
  const run = new Run(text, { task: () => failing('X') });
  run.give({ type: 'Start' });
  expect(
    run.give({ type: 'CompleteTask', task: (run.calls[0] as InvokeTask).task, output: '{}' }).events,
  ).toEqual([]);
});

describe('callback', () => {
  const callback = task(`    pattern: waitForCallback
    inputMappings: [{target: token, source: $context.task.token}]
    outputMappings: [{target: k, source: $local.key}, {target: token, source: $context.task.token}]`);

  test('rests at TaskSubmitted until it is reported', () => {
    const run = new Run(callback, { task: () => undefined });
    run.give({ type: 'Start' });
    expect(types(run).at(-1)).toBe('TaskSubmitted');
    const [call] = run.calls as [InvokeTask];
    expect(call.input).toEqual({ token: call.token });
    run.give({ type: 'CompleteTask', task: call.task, output: '{"key":"v"}' });
    expect(run.output).toEqual({ k: 'v', token: call.token });
  });

  test('a report may come before the submitting call has returned', () => {
    const run = new Run(callback, { task: () => undefined });
    const { effects } = run.give({ type: 'Start' });
    const [call] = effects as [InvokeTask];
    const early = new Run(callback);
    const started = early.circumstances();
    expect(started.newToken(call.task)).toBe(call.token);
    const events = run.events.length;
    run.give({ type: 'CompleteTask', task: call.task, output: '{}' });
    expect(run.events.length).toBeGreaterThan(events);
    const ended = run.events.length;
    run.give({ type: 'SubmitTask', task: call.task, output: '{}' });
    expect(run.events).toHaveLength(ended);
  });

  test('a submitting call that fails is a failure like any other', () => {
    const text = `${callback.replace('    pattern', '    catch: [{errors: [Q], goto: rescue}]\n    pattern')}`;
    const run = new Run(text, { task: () => undefined });
    const paused = run.give;
    run.give = (command) =>
      paused.call(
        run,
        command.type === 'SubmitTask'
          ? { type: 'FailSubmit', task: command.task, failure: { error: 'Q', cause: '' } }
          : command,
      );
    run.toEnd();
    expect(types(run)).toContain('TaskSubmitFailed');
    expect(run.output).toEqual({ rescued: {} });
    const [call] = run.calls as [InvokeTask];
    expect(
      run.give({ type: 'FailSubmit', task: call.task, failure: { error: 'Q', cause: '' } }).events,
    ).toEqual([]);
  });

  test('each attempt has a token of its own, and reports of earlier ones are ignored', () => {
    const text = task(
      '    pattern: waitForCallback\n    retry: [{errors: [X], maxAttempts: 1, intervalSeconds: 1}]',
    );
    const run = new Run(text, { task: () => undefined });
    run.give({ type: 'Start' });
    const [first] = run.calls as [InvokeTask];
    run.give({ type: 'FailTask', task: first.task, failure: { error: 'X', cause: '' } });
    run.fireNext();
    const second = run.calls[1] as InvokeTask;
    expect(second.token).not.toBe(first.token);
    expect(run.give({ type: 'CompleteTask', task: first.task, output: '{}' }).events).toEqual([]);
    expect(run.give({ type: 'SubmitTask', task: second.task, output: '{}' }).events).toEqual([]);
    run.give({ type: 'CompleteTask', task: second.task, output: '{}' });
    expect(run.state.status).toBe('Succeeded');
  });

  test('a submit that repeats after TaskSubmitted changes nothing', () => {
    const run = new Run(callback, { task: () => undefined });
    run.give({ type: 'Start' });
    const [call] = run.calls as [InvokeTask];
    expect(run.give({ type: 'SubmitTask', task: call.task, output: '{}' }).events).toEqual([]);
    const failure = { error: 'Q', cause: '' };
    expect(run.give({ type: 'FailSubmit', task: call.task, failure }).events).toEqual([]);
  });

  test('a token exists only where a worker can see it', () => {
    const plain = new Run(task()).toEnd();
    expect(plain.calls[0]).not.toHaveProperty('token');
    const mapped = new Run(task('    inputMappings: [{target: t, source: $context.task.token}]')).toEnd();
    expect(mapped.calls[0]?.input).toEqual({ t: mapped.calls[0]?.token });
    const unmapped = new Run(task('    inputMappings: [{target: t, source: $input.a}]')).toEnd();
    expect(unmapped.calls[0]).not.toHaveProperty('token');
  });
});
