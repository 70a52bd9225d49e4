import { expect, test } from 'vitest';
import { failing, Run, type TaskAnswer } from '../../../../src/testing/run-flow.ts';
import { called, planOf, redriven, refusal } from '../../../helpers/redriven-run.ts';

const task = (name: string, more = '') =>
  `{type: task, name: ${name}, resourceArn: "acs:fc:::services/s/functions/${name}"${more}}`;

const flow = (...steps: readonly string[]) =>
  `version: v1\ntype: flow\nsteps:\n${steps.map((step) => `  - ${step}`).join('\n')}\n`;

/** Tasks answer what a function says of the step and of how often it was called. */
function run(text: string, answer: (step: string, call: number) => TaskAnswer, options = {}): Run {
  const calls = new Map<string, number>();
  return new Run(text, {
    task: ({ stepName }) => {
      const call = (calls.get(stepName) ?? 0) + 1;
      calls.set(stepName, call);
      return answer(stepName, call);
    },
    ...options,
  }).toEnd();
}

const failsFirst = (name: string) => (step: string, call: number) =>
  step === name && call === 1 ? failing('Broken') : { [step]: call };

test('a failed run goes on at the attempt that failed, within its entry, and calls nothing else again', () => {
  const failed = run(flow(task('a'), task('b'), task('c')), failsFirst('b'));
  expect(failed.state.status).toBe('Failed');
  const before = failed.events.length;
  redriven(failed);
  expect(failed.output).toEqual({ a: 1, b: 2, c: 1 });
  expect(called(failed)).toEqual(['a', 'b', 'b', 'c']);
  expect(failed.events.slice(before).map(({ type }) => type)).toEqual([
    'ExecutionRedriven',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'StepExited',
    'StepEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'StepExited',
    'ExecutionSucceeded',
  ]);
});

test('attempts are numbered on, so that no token and no child of the earlier ones is taken for a new one', () => {
  const failed = run(flow(task('b', ', retry: [{errors: [Broken], maxAttempts: 1}]')), (_, call) =>
    call < 4 ? failing('Broken') : {},
  );
  redriven(failed);
  expect(failed.state.status).toBe('Succeeded');
  expect(failed.calls.map((call) => call.task.attempt)).toEqual([0, 1, 2, 3]);
  expect(failed.calls.map((call) => call.brokenOff?.attempt)).toEqual([undefined, undefined, 1, undefined]);
});

test('a retry policy counts anew', () => {
  const failed = run(flow(task('b', ', retry: [{errors: [Broken], maxAttempts: 2}]')), () =>
    failing('Broken'),
  );
  redriven(failed);
  expect(failed.calls).toHaveLength(6);
  expect(failed.state.redrives).toBe(1);
  redriven(failed);
  expect(failed.calls).toHaveLength(9);
  expect(failed.state.redrives).toBe(2);
});

test('a fail step is entered again, with what a patch lays over the local', () => {
  const failed = run(
    flow(
      '{type: choice, name: pick, choices: [{condition: $.ok == true, steps: [{type: succeed, name: fine}]}], default: {goto: no}}',
      '{type: fail, name: no, error: $.why, cause: because}',
    ),
    () => ({}),
    { input: { ok: false, why: 'First' } },
  );
  redriven(failed, { patch: { why: 'Second' } });
  expect(failed.failure).toEqual({ error: 'Second', cause: 'because' });
  expect(failed.events.filter(({ type }) => type === 'StepEntered')).toHaveLength(3);
});

const BRANCHES = flow(
  task('start'),
  `{type: parallel, name: both, branches: [{steps: [${task('a1')}, ${task('a2')}]}, {steps: [${task('b1')}, ${task('b2')}]}, {steps: [{type: wait, name: rest, duration: 100}, ${task('c1')}]}], outputMappings: [{target: all, source: "$local[*]"}]}`,
  task('last'),
);

/** A run whose tasks are answered by the test, one after the other. */
function byHand(text: string): Run {
  return new Run(text, { task: () => undefined }).toEnd();
}

/** Answers the newest call of a step. */
function answer(run: Run, name: string, failure?: string): void {
  const call = run.calls.findLast(({ stepName }) => stepName === name);
  if (call === undefined) throw new Error(`${name} was not called`);
  const { task } = call;
  if (failure !== undefined) run.give({ type: 'FailTask', task, failure: { error: failure, cause: '' } });
  else run.give({ type: 'CompleteTask', task, output: `{"${name}": 1}` });
}

test('what other branches have finished stays, what they were at is called again, a wait keeps its instant', () => {
  const failed = byHand(BRANCHES);
  for (const name of ['start', 'a1', 'b1']) answer(failed, name);
  failed.now = 40_000;
  answer(failed, 'a2', 'Broken');
  expect(failed.state.status).toBe('Failed');
  const plan = planOf(failed);
  if ('refused' in plan) throw new Error(plan.refused);
  expect(plan.again.map(({ path, calls }) => [path, calls])).toEqual([
    ['both/0/a2', 1],
    ['both/1/b2', 1],
  ]);
  expect(plan.kept.map(({ path }) => path)).toEqual(['start', 'both/0/a1', 'both/1/b1']);
  redriven(failed);
  expect(called(failed)).toEqual(['start', 'a1', 'b1', 'a2', 'b2', 'a2', 'b2', 'c1']);
  expect(failed.now).toBe(100_000);
  for (const name of ['a2', 'b2', 'c1', 'last']) answer(failed, name);
  expect(failed.output).toEqual({
    start: 1,
    last: 1,
    all: [{ a1: 1, a2: 1 }, { b1: 1, b2: 1 }, { c1: 1 }],
  });
});

test('a report for an attempt from before the redrive changes nothing', () => {
  const failed = byHand(BRANCHES);
  for (const name of ['start', 'a1', 'b1']) answer(failed, name);
  const old = failed.calls.find(({ stepName }) => stepName === 'b2');
  answer(failed, 'a2', 'Broken');
  redriven(failed);
  if (old === undefined) throw new Error('b2 was not called');
  const late = failed.give({ type: 'CompleteTask', task: old.task, output: '{"late": 1}' });
  expect(late.events).toEqual([]);
});

test('two lists that fail at the same time both go on where they failed, with what was done inside them', () => {
  const timed = (name: string) => task(name, ', timeoutSeconds: 60');
  const inner = (name: string, ...branches: readonly string[]) =>
    `{type: parallel, name: ${name}, branches: [${branches.map((steps) => `{steps: [${steps}]}`).join(', ')}]}`;
  const failed = new Run(
    flow(inner('both', inner('left', timed('x'), task('y')), inner('right', timed('q'), task('z')))),
    { task: () => undefined },
  );
  failed.give({ type: 'Start' });
  for (const name of ['y', 'z']) answer(failed, name);
  failed.fireNext();
  expect(failed.failure?.error).toBe('FnF.TaskTimeout');
  const plan = planOf(failed);
  if ('refused' in plan) throw new Error(plan.refused);
  failed.resume(plan.event);
  expect(called(failed).slice(4)).toEqual(['x', 'q']);
  for (const name of ['x', 'q']) answer(failed, name);
  expect(failed.state.status).toBe('Succeeded');
});

test('an execution that ended for its data goes on before the step that built too much, unless more is allowed now', () => {
  const limits = { stepDataBytes: 100, dataFailsStep: false };
  const big = { big: 'x'.repeat(90) };
  const large = run(flow(task('a'), task('b')), (step) => (step === 'b' ? big : { a: 1 }), { limits });
  expect(large.failure?.error).toBe('FnF.DataLimitExceeded');
  const plan = planOf(large);
  if ('refused' in plan) throw new Error(plan.refused);
  expect(plan.again.map(({ path }) => path)).toEqual(['b']);
  limits.stepDataBytes = 1_000;
  const wider = planOf(large);
  expect('again' in wider && wider.again).toEqual([]);
});

test('a step that failed for its data goes on where it was once it may hold more', () => {
  const limits = { stepDataBytes: 100 };
  const big = 'x'.repeat(50);
  const pass = (name: string) =>
    `{type: pass, name: ${name}, outputMappings: [{target: ${name}, source: ${big}}]}`;
  for (const steps of [
    `{type: pass, name: p, outputMappings: [{target: a, source: ${big}}, {target: b, source: ${big}}]}`,
    `${pass('p')}, ${pass('q')}`,
    `{type: parallel, name: all, branches: [{steps: [${pass('p')}, ${pass('q')}]}]}`,
  ]) {
    limits.stepDataBytes = 100;
    const large = new Run(`{version: v1, type: flow, steps: [${steps}]}`, { limits }).toEnd();
    expect(large.failure?.error).toBe('FnF.DataLimitExceeded');
    limits.stepDataBytes = 1_000;
    const plan = planOf(large);
    if ('refused' in plan) throw new Error(plan.refused);
    large.resume(plan.event);
    expect(large.toEnd().state.status).toBe('Succeeded');
  }
});

test('a patch of a stopped run is laid over the only list that goes on', () => {
  const stopped = byHand(flow(task('a'), task('b')));
  answer(stopped, 'a');
  stopped.give({ type: 'Stop', failure: { error: '', cause: '' } });
  redriven(stopped, { patch: { a: 'mended', more: true } });
  expect(stopped.calls.at(-1)?.input).toEqual({ a: 'mended', more: true });
});

test('what cannot go on says why', () => {
  const failed = run(flow(task('a'), task('b')), failsFirst('b'));
  expect(refusal(failed, { fromStep: 'nowhere' })).toBe('No step nowhere was entered; entered were a, b');
  expect(refusal(failed, { fromEventId: 99 })).toBe('There is no event 99; the last one is 12');
  expect(refusal(failed, { fromEventId: 12 })).toContain(
    'Event 12 is ExecutionFailed, not an event of a step',
  );
  const full = run(flow(task('a'), task('b')), failsFirst('b'), { limits: { events: 14 } });
  expect(refusal(full)).toBe('It has 12 events, and 14 are the most allowed');
  const fine = run(flow(task('a')), () => ({}));
  expect(refusal(fine)).toBe('It has succeeded: choose a step to go on at');
  expect(refusal(new Run(flow(task('a'))))).toBe('It has not begun');
  const open = byHand(BRANCHES);
  answer(open, 'start');
  open.give({ type: 'Stop', failure: { error: '', cause: '' } });
  expect(refusal(open, { patch: {} })).toBe(
    'A patch is for one list, and it goes on in 3 (a1, b1, rest); choose a step',
  );
});
