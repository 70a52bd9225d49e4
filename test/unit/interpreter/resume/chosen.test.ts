import { describe, expect, test } from 'vitest';
import { failing, Run } from '../../../../src/testing/run-flow.ts';
import { called, planOf, redriven, refusal, timelineOf, type Wanted } from '../../../helpers/redriven-run.ts';

const task = (name: string) =>
  `{type: task, name: ${name}, resourceArn: "acs:fc:::services/s/functions/${name}"}`;

const flow = (...steps: readonly string[]) =>
  `version: v1\ntype: flow\nsteps:\n${steps.map((step) => `  - ${step}`).join('\n')}\n`;

const EACH = flow(
  task('start'),
  `{type: foreach, name: each, iterationMapping: {collection: $.items, item: item}, steps: [${task('book')}, ${task('pay')}], outputMappings: [{target: all, source: "$local[*].pay"}]}`,
  `{type: choice, name: pick, choices: [{condition: 'true', steps: [${task('inside')}], goto: last}]}`,
  task('skipped'),
  task('last'),
);

function finished(): Run {
  const counts = new Map<string, number>();
  const answer = ({ stepName }: { stepName: string }) => {
    const count = (counts.get(stepName) ?? 0) + 1;
    counts.set(stepName, count);
    return { [stepName]: count };
  };
  return new Run(EACH, { input: { items: ['x', 'y', 'z'] }, task: answer }).toEnd();
}

function stopped(): Run {
  const run = finished();
  // As if it had been stopped at its end: what it finished is all there.
  expect(run.output).toMatchObject({ all: [1, 2, 3], last: 1 });
  return run;
}

function plan(run: Run, wanted: Wanted) {
  const found = planOf(run, wanted);
  if ('refused' in found) throw new Error(found.refused);
  return found;
}

describe('a chosen step', () => {
  test('runs again with all that followed it in its list, and nothing before it', () => {
    const run = stopped();
    redriven(run, { fromStep: 'pick' });
    expect(called(run).slice(-2)).toEqual(['inside', 'last']);
    expect(run.output).toMatchObject({ all: [1, 2, 3], start: 1, inside: 2, last: 2 });
  });

  test('in an iteration that has ended opens that one again, and the results of the others stay', () => {
    const run = stopped();
    const { again, kept } = plan(run, { fromStep: 'each/1/pay' });
    expect(again.map(({ path }) => path)).toEqual(['each/1/pay', 'pick', 'pick/0/inside', 'last']);
    expect(kept.map(({ path }) => path)).toEqual([
      'start',
      'each/0/book',
      'each/1/book',
      'each/2/book',
      'each/0/pay',
      'each/2/pay',
    ]);
    redriven(run, { fromStep: 'each/1/pay' });
    expect(called(run).slice(-3)).toEqual(['pay', 'inside', 'last']);
    expect(run.output).toMatchObject({ all: [1, 4, 3] });
  });

  test('is its last entry where only the iteration differs, and must be told where two steps have the name', () => {
    const run = stopped();
    expect(plan(run, { fromStep: 'book' }).event.fromStep).toBe('each/2/book');
    const twice = new Run(
      flow(
        `{type: parallel, name: both, branches: [{steps: [${task('a')}]}, {steps: [${task('a')}]}]}`,
        '{type: fail, name: no}',
      ),
    ).toEnd();
    expect(refusal(twice, { fromStep: 'a' })).toBe(
      'Several steps are named a; give a path: both/0/a, both/1/a',
    );
    redriven(twice, { fromStep: '1/a' });
    expect(called(twice)).toHaveLength(3);
  });

  test('inside an option opens the option again', () => {
    const run = stopped();
    redriven(run, { fromStep: 'inside', patch: { seen: true } });
    expect(called(run).slice(-2)).toEqual(['inside', 'last']);
    expect(run.output).toMatchObject({ seen: true });
  });

  test('that an earlier redrive has taken back is none any more', () => {
    const run = stopped();
    redriven(run, { fromStep: 'start', definition: flow(task('start'), '{type: fail, name: no}') });
    expect(run.state.status).toBe('Failed');
    expect(refusal(run, { fromStep: 'book' })).toBe('No step book was entered; entered were start, no');
  });

  test('shows ten paths at most', () => {
    const text = flow(
      `{type: foreach, name: each, iterationMapping: {collection: $.items, item: item}, steps: [${task('book')}]}`,
    );
    const run = new Run(text, { input: { items: [...Array(12).keys()] } }).toEnd();
    expect(refusal(run, { fromStep: 'x' })).toMatch(/each\/8\/book and 3 more$/);
    const none = new Run(text);
    none.give({ type: 'Stop', failure: { error: '', cause: '' } });
    expect(refusal(none, { fromStep: 'x' })).toBe('No step x was entered; entered were none');
  });
});

describe('a chosen event', () => {
  const idOf = (run: Run, type: string, nth = 0) =>
    run.events.flatMap((event, index) => (event.type === type ? [index + 1] : []))[nth] ?? 0;

  test('stands for the step entry that it belongs to', () => {
    const run = stopped();
    const fromEventId = idOf(run, 'TaskSucceeded', 1);
    expect(plan(run, { fromEventId }).event.fromStep).toBe('each/0/book');
    expect(plan(run, { fromEventId: idOf(run, 'StepExited', 0) }).event.fromStep).toBe('start');
  });

  test('that opened a list stands for the begin of that list', () => {
    const run = stopped();
    expect(
      plan(run, { fromEventId: idOf(run, 'IterationEntered', 2) }).again.map(({ path }) => path),
    ).toEqual(['each/2/book', 'each/2/pay', 'pick', 'pick/0/inside', 'last']);
    redriven(run, { fromEventId: 1 });
    expect(called(run)).toHaveLength(18);
  });

  test('that opened an option stands for its choice', () => {
    const run = stopped();
    const started = run.events.findLastIndex(({ type }) => type === 'StepStarted') + 1;
    expect(plan(run, { fromEventId: started }).event.fromStep).toBe('pick');
  });

  test('that ended a list is refused', () => {
    const run = stopped();
    expect(refusal(run, { fromEventId: idOf(run, 'IterationExited') })).toContain('IterationExited');
  });
});

test('a fork from after any event of a run ends as the run', () => {
  const text = flow(
    `{type: task, name: a, resourceArn: "acs:fc:::services/s/functions/a", pattern: waitForCallback, retry: [{errors: [Broken], maxAttempts: 2}], catch: [{errors: [FnF.ALL], goto: each}]}`,
    '{type: pass, name: between}',
    `{type: foreach, name: each, iterationMapping: {collection: $.items, item: item}, steps: [${task('b')}, {type: choice, name: pick, default: {steps: [{type: wait, name: rest, duration: 5}]}}]}`,
  );
  const options = {
    input: { items: ['x', 'y'] },
    task: ({ stepName }: { stepName: string }) => (stepName === 'a' ? failing('Broken') : { b: 1 }),
  };
  const whole = new Run(text, options).toEnd();
  for (let upTo = 1; upTo < whole.events.length; upTo++) {
    const part = new Run(text, options);
    part.steps.push({ command: { type: 'Start' }, events: whole.events.slice(0, upTo), at: 0 });
    const { event } = plan(part, { type: 'ExecutionForked' });
    part.state = timelineOf(part, part.state.versions).last;
    part.resume(event).onToEnd();
    expect({ upTo, output: part.output }).toEqual({ upTo, output: whole.output });
  }
});

test('a fork goes on from a run under way, with everything that is open begun anew and no redrive counted', () => {
  const run = new Run(EACH, {
    input: { items: ['x', 'y'] },
    task: ({ stepName }) => (stepName === 'start' ? {} : undefined),
  }).toEnd();
  const { event, again } = plan(run, { type: 'ExecutionForked' });
  expect(again.map(({ path }) => path)).toEqual(['each/0/book', 'each/1/book']);
  run.resume(event);
  expect(run.state.redrives).toBeUndefined();
  expect(called(run)).toEqual(['start', 'book', 'book', 'book', 'book']);
});

test('the parent that waits for a redriven child is remembered, and its time begins anew', () => {
  const text = `version: v1\ntype: flow\ntimeoutSeconds: 60\nsteps:\n  - ${task('a')}\n`;
  const run = new Run(text, { task: () => undefined }).toEnd();
  expect(run.state.status).toBe('TimedOut');
  run.now = 100_000;
  const awaitedBy = { token: 'token', startedBy: 'task' };
  const { event } = plan(run, { awaitedBy });
  run.resume(event);
  expect(run.state).toMatchObject({ status: 'Running', awaitedBy, startedAt: 100_000 });
  expect(run.state.watchdog?.fireAt).toBe(160_000);
  run.onToEnd();
  expect(run.state.end).toMatchObject({ at: 160_000 });
  run.resume(plan(run, {}).event);
  expect(run.state.awaitedBy).toEqual(awaitedBy);
});

describe('a fork with another input', () => {
  const TEXT = `version: v1
type: flow
inputMappings: [{target: n, source: $input.n}, {target: who, source: $context.execution.name}]
steps:
  - ${task('a')}
  - {type: foreach, name: each, iterationMapping: {collection: $.items, item: item}, steps: [${task('b')}]}
`;
  const forked = (wanted: Wanted) => {
    const run = new Run(TEXT, {
      input: { n: 1 },
      task: ({ stepName }) => (stepName === 'a' ? { items: [1] } : failing('Broken')),
    }).toEnd();
    const next = { ...run.state.facts, executionName: 'fork', input: { n: 2 } };
    run.state = { ...run.state, facts: { ...run.state.facts, next } };
    return { run, planned: planOf(run, { type: 'ExecutionForked', input: { n: 2 }, ...wanted }) };
  };

  test('gives it to the list of the flow, after its mappings, under the name of the fork', () => {
    const { run, planned } = forked({ fromStep: 'a' });
    if ('refused' in planned) throw new Error(planned.refused);
    run.resume(planned.event);
    expect(run.calls.at(-2)?.input).toEqual({ n: 2, who: 'fork' });
    expect(run.state.facts.executionName).toBe('fork');
    expect(planned.local).toEqual({});
  });

  test('is refused while lists inside a step are open', () => {
    const { planned } = forked({});
    expect(planned).toEqual({ refused: expect.stringMatching(/lists inside step each are open/) });
  });
});
