import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/interpreter/decide.ts';
import type { InvokeTask } from '../../../src/interpreter/effect.ts';
import { Run } from '../../../src/testing/run-flow.ts';

const LOOP = `version: v1
type: flow
steps:
  - {type: pass, name: turn}
  - type: choice
    name: again
    choices: [{condition: true, goto: turn}]
`;

describe('events', () => {
  test('a loop without end is failed by its last allowed event', () => {
    const run = new Run(LOOP, { limits: { events: 500 } }).toEnd();
    expect(run.failure?.error).toBe('FnF.EventLimitExceeded');
    expect(run.events).toHaveLength(500);
    expect(run.events.at(-1)?.type).toBe('ExecutionFailed');
  });

  test('the last allowed event may be an ordinary end', () => {
    const text = '{version: v1, type: flow, steps: [{type: pass, name: p}]}';
    expect(new Run(text, { limits: { events: 6 } }).toEnd().state.status).toBe('Succeeded');
    expect(new Run(text, { limits: { events: 5 } }).toEnd().state.status).toBe('Failed');
  });

  test('a stop where not even the start is allowed still ends the execution', () => {
    const run = new Run(LOOP, { limits: { events: 1 } });
    run.give({ type: 'Stop', failure: { error: 'E', cause: '' } });
    expect(run.events.map(({ type }) => type)).toEqual(['ExecutionFailed']);
  });

  test('a command for a list that stands between two steps of a full commit changes nothing itself', () => {
    const run = new Run(LOOP, { limits: { events: 100, commitEvents: 5 } });
    const { state } = decide(run.state, { type: 'Start' }, run.circumstances());
    const complete = {
      type: 'CompleteTask',
      task: { frame: 1, entry: 2, attempt: 0 },
      output: '{}',
    } as const;
    expect(decide(state, complete, run.circumstances()).events[0]).toEqual({ type: 'StepEntered', frame: 1 });
  });

  test('a full commit leaves the rest to the next one', () => {
    const run = new Run(LOOP, { limits: { events: 100, commitEvents: 10 } }).toEnd();
    expect(run.steps.slice(0, 9).map(({ events }) => events.length)).toEqual(Array(9).fill(10));
    expect(run.events).toHaveLength(100);
  });
});

describe('data of a step', () => {
  const limits = { stepDataBytes: 100 };
  const long = 'x'.repeat(60);
  const text = (step: string) => `{version: v1, type: flow, steps: [${step}]}`;
  const task = text(
    '{type: task, name: t, resourceArn: "acs:fc:::services/s/functions/f", catch: [{errors: [FnF.ALL], goto: r}]}, {type: pass, name: r}',
  );

  test.each([
    ['input', text('{type: pass, name: p}'), { a: long, b: long }],
    [
      'output',
      text(
        `{type: pass, name: p, outputMappings: [{target: a, source: ${long}}, {target: b, source: ${long}}]}`,
      ),
      {},
    ],
    ['input of a task', task, { a: long, b: long }],
    [
      'local of a list',
      text(
        `{type: pass, name: p, outputMappings: [{target: a, source: ${long}}]}, {type: pass, name: q, inputMappings: [], outputMappings: [{target: b, source: ${long}}]}`,
      ),
      {},
    ],
  ])('too large an %s fails the step, and with it the execution', (_what, flow, input) => {
    const run = new Run(flow.replace('[FnF.ALL]', '[Other]'), { input, limits }).toEnd();
    expect(run.failure).toMatchObject({ error: 'FnF.DataLimitExceeded' });
    expect(run.events.map(({ type }) => type)).toContain('StepFailed');
    const ending = new Run(flow, { input, limits: { ...limits, dataFailsStep: false } }).toEnd();
    expect(ending.failure).toEqual(run.failure);
    expect(ending.events.map(({ type }) => type)).not.toContain('StepFailed');
  });

  test("too large an output of the flow's own mappings fails the execution, and is not its output", () => {
    const flow = `{version: v1, type: flow, outputMappings: [{target: a, source: $input.a}, {target: b, source: $input.a}], steps: [{type: pass, name: p, inputMappings: []}]}`;
    const run = new Run(flow, { input: { a: long }, limits }).toEnd();
    expect(run.failure).toMatchObject({ error: 'FnF.DataLimitExceeded' });
    expect(run.failure?.cause).toMatch(/the flow's output mappings take \d+ bytes/);
    expect(run.output).toBeUndefined();
    expect(run.events.map(({ type }) => type)).not.toContain('ExecutionSucceeded');
  });

  test('mappings gather four million elements, and no more than exceeds every limit', () => {
    const mappings = Array.from({ length: 100 }, (_, index) => `{target: t${index}, source: "$input.a[*]"}`);
    const flow = text(`{type: pass, name: p, outputMappings: [${mappings}]}`);
    const run = new Run(flow, { input: { a: Array(50_000).fill(1) } }).toEnd();
    expect(run.failure?.error).toBe('FnF.DataLimitExceeded');
    // 81 of the 100 arrays of 100,001 bytes each, and that of the input.
    expect(run.failure?.cause).toMatch(/take 82\d{5} bytes/);
  });

  test('a choice step whose conditions compare more than 4 MiB fails', () => {
    const condition = Array(60).fill('$.a == $.b').join(' && ');
    const flow = text(
      `{type: choice, name: c, choices: [{condition: ${condition}, goto: d}]}, {type: pass, name: d}`,
    );
    const [a, b] = [Array(50_000).fill(1), Array(50_000).fill(1)];
    const run = new Run(flow.replace(condition, `"${condition}"`), { input: { a, b: [...b] } }).toEnd();
    expect(run.failure).toMatchObject({ error: 'FnF.InvalidInput', cause: expect.stringContaining('4 MiB') });
  });

  test('a catch policy of the task covers its result, its input, and what the list is with its result', () => {
    const tooMuch = { a: long, b: long };
    const list = text(
      `{type: pass, name: p, outputMappings: [{target: a, source: ${long}}]}, {type: task, name: t, inputMappings: [], resourceArn: "acs:fc:::services/s/functions/f", catch: [{errors: [FnF.DataLimitExceeded], goto: r}]}, {type: pass, name: r}`,
    );
    const built = task.replace(
      'name: t,',
      `name: t, inputMappings: [{target: a, source: ${long}}, {target: b, source: ${long}}],`,
    );
    for (const [flow, input, result] of [
      [task, {}, tooMuch],
      [built, {}, {}],
      [list, {}, { b: 'y'.repeat(25) }],
    ] as const) {
      const run = new Run(flow, { limits, input, task: () => result }).toEnd();
      const types = run.events.map(({ type }) => type);
      expect(types[types.indexOf('TaskFailed') + 1]).toBe('StepExited');
      expect(run.state.status).toBe('Succeeded');
      const failed = run.events.find((event) => event.type === 'TaskFailed');
      expect(failed).toMatchObject({ failure: { error: 'FnF.DataLimitExceeded' } });
      expect(run.calls).toHaveLength(flow === built ? 0 : 1);
    }
  });

  test('no catch policy covers it where it ends the execution', () => {
    const isFinal = { ...limits, dataFailsStep: false };
    const run = new Run(task, { limits: isFinal, task: () => ({ a: long, b: 'y'.repeat(20) }) }).toEnd();
    expect(run.failure?.error).toBe('FnF.DataLimitExceeded');
    expect(run.failure?.cause).toMatch(/at t take \d+ bytes together; at most 100/);
  });

  test('an output that is too large by itself does not get into the log', () => {
    const run = new Run(task, { limits, task: () => undefined });
    run.give({ type: 'Start' });
    const output = JSON.stringify({ a: 'x'.repeat(200) });
    run.give({ type: 'CompleteTask', task: (run.calls[0] as InvokeTask).task, output });
    expect(run.state.status).toBe('Succeeded');
    expect(run.events.map(({ type }) => type)).toContain('TaskFailed');
    expect(run.events.map(({ type }) => type)).not.toContain('TaskSucceeded');
  });

  test('what the call for a worker returns fails the attempt if it is too large', () => {
    const run = new Run(task.replace('name: t,', 'name: t, pattern: waitForCallback,'), { limits });
    const { state, effects } = decide(run.state, { type: 'Start' }, run.circumstances());
    const [call] = effects.filter((effect) => effect.type === 'InvokeTask');
    const output = JSON.stringify({ a: 'x'.repeat(200) });
    const submit = { type: 'SubmitTask', task: (call as InvokeTask).task, output } as const;
    const { events } = decide(state, submit, run.circumstances());
    expect(events[0]).toMatchObject({
      type: 'TaskSubmitFailed',
      failure: { error: 'FnF.DataLimitExceeded' },
    });
  });

  test('a loop that wraps its data once more per turn ends before anything cannot be printed', () => {
    const wrap = text(
      '{type: pass, name: wrap, outputMappings: [{target: a, source: $local}]}, {type: choice, name: again, choices: [{condition: true, goto: wrap}]}',
    ).replace('$local}', '$input}');
    const run = new Run(wrap, { limits: { stepDataBytes: 100_000_000 } }).toEnd();
    expect(run.failure?.error).toBe('FnF.DataLimitExceeded');
    expect(run.failure?.cause).toMatch(/nested 501 deep; at most 500/);
    expect(JSON.stringify(run.events)).toContain('nested');
  });

  test('a collection counts once per step, not once per iteration', () => {
    const flow = text(
      '{type: foreach, name: e, iterationMapping: {collection: $.c, item: i}, steps: [{type: pass, name: p, inputMappings: []}]}',
    );
    const run = new Run(flow, { input: { c: [1, 2, 3, 4, 5, 6, 7, 8] }, limits }).toEnd();
    expect(run.state.status).toBe('Succeeded');
  });
});
