import { describe, expect, test } from 'vitest';
import { flowOf, Run } from '../../../src/testing/run-flow.ts';

function output(text: string, input = {}) {
  return new Run(text, { input }).toEnd().output;
}

describe('inputs, locals and outputs', () => {
  test('locals lie over inputs, branches keep their own, parallel outputs only what it maps', () => {
    const run = new Run(
      `version: v1
type: flow
steps:
  - type: pass
    name: seed
    outputMappings:
      - {target: colour, source: green}
  - type: parallel
    name: fan
    branches:
      - steps:
          - {type: pass, name: left, outputMappings: [{target: saw, source: $input.colour}]}
      - steps:
          - {type: pass, name: right, outputMappings: [{target: saw, source: fixed}]}
    outputMappings:
      - {target: seen, source: "$local[*].saw"}
  - type: pass
    name: tail
`,
      { input: { colour: 'blue', n: 1 } },
    ).toEnd();
    expect(run.output).toEqual({ colour: 'green', seen: ['green', 'fixed'] });
  });

  test('a pass step without mappings hands on nothing', () => {
    expect(output('{version: v1, type: flow, steps: [{type: pass, name: p}]}', { a: 1 })).toEqual({});
  });

  test('an empty list of steps succeeds with an empty output', () => {
    expect(output('{version: v1, type: flow, steps: []}', { a: 1 })).toEqual({});
  });

  test('the flow maps its own input and output', () => {
    const text = `version: v1
type: flow
inputMappings:
  - {target: a, source: $input.x}
outputMappings:
  - {target: r, source: $input.a}
  - {target: name, source: $context.flow.name}
  - {target: run, source: $context.execution.name}
  - {target: q, source: $local.q}
steps:
  - {type: pass, name: p, outputMappings: [{target: q, source: 5}]}
`;
    expect(output(text, { x: 3 })).toEqual({ r: 3, name: 'flow', run: 'run', q: 5 });
  });

  test('inputMappings hide everything that is not mapped', () => {
    const text = `version: v1
type: flow
steps:
  - type: pass
    name: p
    inputMappings: [{target: b, source: $input.a}]
    outputMappings: [{target: seen, source: $input}]
`;
    expect(output(text, { a: 1, secret: 2 })).toEqual({ seen: { b: 1 } });
  });

  test('a path that leads nowhere leaves its target out', () => {
    const text = `version: v1
type: flow
steps:
  - type: pass
    name: p
    outputMappings:
      - {target: gone, source: $input.nothing.here}
      - {target: kept, source: null}
`;
    expect(output(text)).toEqual({ kept: null });
  });

  test('a target named like a prototype key is an ordinary key', () => {
    const text = `version: v1
type: flow
steps:
  - type: pass
    name: p
    outputMappings:
      - {target: __proto__, source: {polluted: true}}
`;
    const result = output(text);
    expect(Object.keys(result ?? {})).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('the context tells step, entry and iteration', () => {
    const text = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item, index: at}
    steps:
      - type: choice
        name: pick
        choices:
          - condition: true
            steps:
              - type: pass
                name: look
                outputMappings:
                  - {target: step, source: $context.step.name}
                  - {target: iteration, source: $context.step.iterationIndex}
                  - {target: entry, source: $context.step.eventId}
    outputMappings: [{target: all, source: "$local"}]
`;
    const all = (
      output(text, { items: ['x', 'y'] }) as { all: { step: string; iteration: number; entry: number }[] }
    ).all;
    expect(all.map(({ step, iteration }) => [step, iteration])).toEqual([
      ['look', 0],
      ['look', 1],
    ]);
    expect(all.every(({ entry }) => Number.isInteger(entry) && entry > 3)).toBe(true);
  });

  test('the same path inside a branch has no iteration index', () => {
    const text = `version: v1
type: flow
steps:
  - type: parallel
    name: fan
    branches:
      - steps: [{type: pass, name: a, outputMappings: [{target: i, source: $context.step.iterationIndex}]}]
    outputMappings: [{target: all, source: $local}]
`;
    expect(output(text)).toEqual({ all: [{}] });
  });
});

describe('choice options', () => {
  const text = `version: v1
type: flow
steps:
  - {type: pass, name: before, outputMappings: [{target: outer, source: 1}, {target: both, source: old}]}
  - type: choice
    name: pick
    choices:
      - condition: $.go == "in"
        steps:
          - {type: pass, name: own, outputMappings: [{target: both, source: new}]}
          - type: pass
            name: read
            inputMappings:
              - {target: outer, source: $local.outer}
              - {target: both, source: $local.both}
              - {target: none, source: $local.none}
            outputMappings: [{target: read, source: $input}]
          - type: choice
            name: inner
            default:
              steps:
                - type: pass
                  name: deep
                  inputMappings: [{target: outer, source: $local.outer}]
                  outputMappings: [{target: deep, source: $input.outer}]
    outputMappings: [{target: result, source: $local}]
`;

  test('start with an empty local, and read the lists around them where a key is missing', () => {
    expect(output(text, { go: 'in' })).toEqual({
      outer: 1,
      both: 'old',
      result: { both: 'new', read: { outer: 1, both: 'new' }, deep: 1 },
    });
  });

  test('a choice in which nothing matches goes on with an empty local', () => {
    expect(output(text, { go: 'out' })).toEqual({ outer: 1, both: 'old', result: {} });
  });
});

test('the flow of a run is the one it was given', () => {
  const flow = flowOf('{version: v1, type: flow, steps: []}');
  expect(new Run(flow).state.flow).toBe(flow);
});
