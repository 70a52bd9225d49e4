import { describe, expect, test } from 'vitest';
import type { InvokeTask } from '../../../src/interpreter/effect.ts';
import { failing, Run } from '../../../src/testing/run-flow.ts';

const FOREACH = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item, index: at}
    steps:
      - type: task
        name: work
        resourceArn: acs:fc:::services/s/functions/f
        pattern: waitForCallback
        inputMappings:
          - {target: item, source: $input.item}
          - {target: at, source: $input.at}
    outputMappings: [{target: all, source: "$local[*].v"}]
`;

function complete(run: Run, call: InvokeTask, output: object): void {
  run.give({ type: 'CompleteTask', task: call.task, output: JSON.stringify(output) });
}

describe('foreach', () => {
  test('results come in the order of the collection, whatever finishes first', () => {
    const run = new Run(FOREACH, { input: { items: ['a', 'b', 'c'] }, task: () => undefined });
    run.give({ type: 'Start' });
    for (const call of run.calls.toReversed()) complete(run, call, { v: call.input['item'] as string });
    expect(run.output).toEqual({ all: ['a', 'b', 'c'] });
  });

  test('an empty collection is done at once', () => {
    const run = new Run(FOREACH, { input: { items: [] } }).toEnd();
    expect(run.output).toEqual({ all: [] });
    expect(run.calls).toEqual([]);
  });

  test.each([
    [{}, 'missing'],
    [{ items: null }, 'null'],
    [{ items: 'abc' }, 'string'],
  ])('input %j is no collection', (input, named) => {
    const { failure } = new Run(FOREACH, { input }).toEnd();
    expect(failure?.error).toBe('FnF.InvalidInput');
    expect(failure?.cause).toContain(named);
  });

  test('at most the allowed number of iterations runs at once, the next opens when one ends', () => {
    const items = Array.from({ length: 7 }, (_, at) => at);
    const run = new Run(FOREACH, { input: { items }, task: () => undefined, limits: { concurrency: 3 } });
    run.give({ type: 'Start' });
    for (let done = 0; done < items.length; done++) {
      expect(run.calls).toHaveLength(Math.min(items.length, done + 3));
      complete(run, run.calls[done] as InvokeTask, { v: done });
    }
    expect(run.output).toEqual({ all: items });
  });

  test('the first failure cancels the other iterations, and late results change nothing', () => {
    const run = new Run(FOREACH, { input: { items: [1, 2] }, task: () => undefined });
    run.give({ type: 'Start' });
    const [first, second] = run.calls as [InvokeTask, InvokeTask];
    run.give({ type: 'FailTask', task: first.task, failure: { error: 'E', cause: 'c' } });
    expect(run.failure).toEqual({ error: 'E', cause: 'c' });
    const events = run.events.length;
    complete(run, second, {});
    expect(run.events).toHaveLength(events);
  });

  test('an iteration that catches its failure does not fail the others', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - type: task
        name: work
        resourceArn: acs:fc:::services/s/functions/f
        catch: [{errors: [FnF.ALL], goto: done}]
      - {type: pass, name: done}
`,
      { input: { items: [1, 2, 3] }, task: ({ input }) => (input['item'] === 2 ? failing('E') : {}) },
    ).toEnd();
    expect(run.state.status).toBe('Succeeded');
  });

  test('a foreach in a foreach keeps both items apart', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - type: foreach
    name: rows
    iterationMapping: {collection: $.rows, item: row}
    steps:
      - type: foreach
        name: cells
        iterationMapping: {collection: $.row, item: cell}
        steps:
          - {type: pass, name: p, outputMappings: [{target: v, source: $input.cell}]}
        outputMappings: [{target: cells, source: "$local[*].v"}]
    outputMappings: [{target: flat, source: "$local[*].cells[*]"}]
`,
      { input: { rows: [[1, 2], [], [3]] } },
    ).toEnd();
    expect(run.output).toEqual({ flat: [1, 2, 3] });
  });
});

describe('parallel', () => {
  test('a failing branch cancels what the other branches had opened', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - type: parallel
    name: fan
    branches:
      - steps:
          - type: choice
            name: deep
            default:
              steps:
                - type: foreach
                  name: each
                  iterationMapping: {collection: $.items, item: i}
                  steps: [{type: wait, name: w, duration: 100}]
      - steps: [{type: wait, name: short, duration: 1}, {type: fail, name: bad, error: E}]
`,
      { input: { items: [1, 2] } },
    ).toEnd();
    expect(run.failure?.error).toBe('E');
    expect(run.now).toBe(1_000);
    expect(run.state.frames.size).toBe(0);
  });

  test('succeed ends only its own branch', () => {
    const run = new Run(`version: v1
type: flow
steps:
  - type: parallel
    name: fan
    branches:
      - steps: [{type: succeed, name: s, outputMappings: [{target: a, source: 1}]}, {type: fail, name: no}]
      - steps: []
    outputMappings: [{target: both, source: $local}]
  - {type: pass, name: after, outputMappings: [{target: after, source: 1}]}
`).toEnd();
    expect(run.output).toEqual({ both: [{ a: 1 }, {}], after: 1 });
  });
});
