import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/common/json.ts';
import { parseJson, stringifyJson } from '../../../src/common/json-text.ts';
import { fromSnapshot, toSnapshot } from '../../../src/interpreter/snapshot.ts';
import { initialState } from '../../../src/interpreter/state.ts';
import { flowOf, Run } from '../../../src/testing/run-flow.ts';

const ID = 1_234_567_890_123_456_789n;
const object = (text: string) => parseJson(text) as JsonObject;

describe('a whole number of any length', () => {
  test.each([
    [
      'a pass step',
      '- { type: pass, name: s, outputMappings: [{ target: id, source: $input.id }] }',
      '{"id":ID}',
    ],
    [
      'a foreach step',
      `- type: foreach
    name: s
    iterationMapping: { collection: $.ids, item: id }
    steps: [{ type: pass, name: p, outputMappings: [{ target: id, source: $input.id }] }]
    outputMappings: [{ target: ids, source: "$local[*].id" }]`,
      '{"ids":[ID,9007199254740993]}',
    ],
    [
      'a parallel step',
      `- type: parallel
    name: s
    branches: [{ steps: [{ type: pass, name: p, outputMappings: [{ target: id, source: $input.id }] }] }]
    outputMappings: [{ target: id, source: "$local[0].id" }]`,
      '{"id":ID}',
    ],
    [
      'a task that answers its input',
      '- { type: task, name: s, resourceArn: "acs:fc:::services/s/functions/f", inputMappings: [{ target: id, source: $input.id }] }',
      '{"id":ID}',
    ],
    [
      'a constant',
      `- { type: pass, name: s, outputMappings: [{ target: id, source: ${ID} }, { target: in, source: { list: [${ID}] } }] }`,
      '{"id":ID,"in":{"list":[ID]}}',
    ],
  ])('keeps its digits in %s', (_what, step, output) => {
    const flow = `version: v1\ntype: flow\nsteps:\n  ${step}\noutputMappings:\n${[...'id ids in'.split(' ')].map((key) => `  - { target: ${key}, source: $local.${key} }`).join('\n')}\n`;
    const input = object(`{"id":${ID},"ids":[${ID},9007199254740993]}`);
    const run = new Run(flow, { input, task: (effect) => effect.input }).toEnd();
    expect(run.state.status).toBe('Succeeded');
    expect(stringifyJson(run.output)).toBe(output.replaceAll('ID', String(ID)));
  });

  test('keeps its digits in a snapshot', () => {
    const flow = flowOf('version: v1\ntype: flow\nsteps: [{ type: wait, name: w, duration: 5 }]\n');
    const run = new Run(flow, { input: { id: ID } });
    run.give({ type: 'Start' });
    const snapshot = parseJson(stringifyJson(toSnapshot(run.state)));
    expect(fromSnapshot(initialState(flow, run.state.facts), snapshot).frames.values()[0]?.input).toEqual({
      id: ID,
    });
  });

  test.each([
    ['wait', '{ type: wait, name: s, duration: $.id }', `duration is ${ID}; it must be a whole number`],
    [
      'foreach',
      '{ type: foreach, name: s, iterationMapping: { collection: $.id, item: i }, steps: [] }',
      'the collection is of type number',
    ],
  ])('is told as the number that it is where a %s step cannot use it', (_type, step, cause) => {
    const run = new Run(`version: v1\ntype: flow\nsteps:\n  - ${step}\n`, { input: { id: ID } }).toEnd();
    expect(run.state.end?.failure?.cause).toContain(cause);
  });

  test('is the text of its digits in the cause of a fail step', () => {
    const step = '{ type: fail, name: s, error: E, cause: $.id }';
    const run = new Run(`version: v1\ntype: flow\nsteps:\n  - ${step}\n`, { input: { id: ID } }).toEnd();
    expect(run.state.end?.failure).toEqual({ error: 'E', cause: String(ID) });
  });
});

describe('a choice between whole numbers beyond 2^53', () => {
  const CHOICE = `version: v1
type: flow
steps:
  - type: choice
    name: c
    choices:
      - condition: $.a == $.b
        steps: [{ type: pass, name: same, outputMappings: [{ target: way, source: same }] }]
    default:
      steps: [{ type: pass, name: other, outputMappings: [{ target: way, source: other }] }]
outputMappings: [{ target: way, source: $local.way }]
`;
  const input = { a: ID, b: ID - 1n };

  test('looks at all digits', () => {
    expect(new Run(CHOICE, { input }).toEnd().output).toEqual({ way: 'other' });
  });

  test('takes the way of its log in an execution that began when numbers were doubles', () => {
    expect(new Run(CHOICE, { input, numbers: 'double' }).toEnd().output).toEqual({ way: 'same' });
  });
});

test('a result with a number that no double can hold fails the task by the number', () => {
  const flow = `version: v1
type: flow
steps: [{ type: task, name: t, resourceArn: "acs:fc:::services/s/functions/f" }]
`;
  const run = new Run(flow, { task: () => undefined });
  run.give({ type: 'Start' });
  const [call] = run.calls;
  if (call === undefined) throw new Error('the task was not called');
  run.give({ type: 'CompleteTask', task: call.task, output: '{"n":1e400}' });
  expect(run.state.end?.failure).toEqual({
    error: 'FnF.InvalidOutput',
    cause: expect.stringContaining('The output holds the number 1e400, which is out of range'),
  });
});
