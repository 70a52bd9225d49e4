import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { steps } from './diagnosed.ts';

/** The texts that the warnings point at. */
function missingIn(text: string): readonly string[] {
  const { flow, diagnostics } = parseFlow(text);
  expect(flow, JSON.stringify(diagnostics)).toBeDefined();
  return diagnostics
    .filter(({ code }) => code === 'never-produced')
    .map(
      ({ line, column, length }) => text.split('\n')[line - 1]?.slice(column - 1, column - 1 + length) ?? '',
    );
}

const FUNCTION = 'resourceArn: acs:fc:::services/s/functions/f';
const pass = (name: string, source: string): string =>
  `- {type: pass, name: ${name}, inputMappings: [{target: k, source: "${source}"}], outputMappings: [{target: ${name}_out, source: 1}]}`;

describe('a reference is warned of', () => {
  test('when no sibling writes what it reads from local', () => {
    expect(missingIn(steps(pass('a', '$local.b_out'), pass('b', '$local.c_out')))).toEqual([
      '"$local.c_out"',
    ]);
  });

  test('when inputMappings hide what it reads from the input', () => {
    const text = steps(
      '- type: choice',
      '  name: c',
      '  inputMappings: [{target: known, source: 1}]',
      '  choices: [{condition: $.known == $.hidden || !($.other > -$.known)}]',
      '  default:',
      `    steps: [{type: wait, name: w, duration: $.known}, {type: wait, name: x, timestamp: $.hidden}]`,
      '  outputMappings: [{target: t, source: $input.hidden}]',
    );
    expect(missingIn(text)).toEqual([
      '$.known == $.hidden || !($.other > -$.known)',
      '$.known == $.hidden || !($.other > -$.known)',
      '$.hidden',
      '$input.hidden',
    ]);
  });

  test('when parameters of a step read what its mappings leave out', () => {
    const text = steps(
      `- {type: task, name: t, ${'resourceArn: acs:mns:::/queues/q/messages'}, inputMappings: [], serviceParams: {MessageBody: $.a, Priority: 1}}`,
      '- {type: fail, name: f, inputMappings: [], error: $.b, cause: why}',
      '- {type: foreach, name: g, inputMappings: [], iterationMapping: {collection: $.c, item: i}, steps: []}',
    );
    expect(missingIn(text)).toEqual(['$.a', '$.b', '$.c']);
  });

  test('when it reads a key of a list, a position of an object, or a key that no branch writes', () => {
    const text = steps(
      '- type: parallel',
      '  name: p',
      `  branches: [{steps: [${pass('a', '$input').slice(2)}]}, {steps: [{type: succeed, name: s}]}]`,
      '  outputMappings:',
      '    - {target: t1, source: $local.a_out}',
      '    - {target: t2, source: "$local[*].b_out"}',
      '    - {target: t3, source: "$local[1].b_out"}',
      '    - {target: t4, source: "$input[0]"}',
      '    - {target: t5, source: "$local[*].a_out"}',
      '    - {target: t6, source: "$local[0][*]"}',
      '    - {target: t7, source: $local}',
      '    - {target: t8, source: "$input[*]"}',
    );
    expect(missingIn(text)).toEqual([
      '$local.a_out',
      '"$local[*].b_out"',
      '"$local[1].b_out"',
      '"$input[0]"',
    ]);
  });

  test('when the context has no such part there', () => {
    const flow = (source: string): string => steps(pass('a', source));
    expect(missingIn(flow('$context.task.token'))).toEqual(['"$context.task.token"']);
    expect(missingIn(flow('$context.flow.title'))).toEqual(['"$context.flow.title"']);
    expect(missingIn(flow('$context.now'))).toEqual(['"$context.now"']);
    for (const known of [
      'flow.name',
      'flow.id',
      'execution.name',
      'step.name',
      'step.eventId',
      'step.iterationIndex',
    ]) {
      expect(missingIn(flow(`$context.${known}`))).toEqual([]);
    }
  });

  test('when the flow itself has nothing such', () => {
    const text = steps(
      pass('a', '$input.hidden'),
      'inputMappings: [{target: known, source: $local.x}]',
      'outputMappings: [{target: out, source: $local.a_out}, {target: no, source: $local.b_out}, {target: in, source: $input.x}]',
    );
    expect(missingIn(text)).toEqual(['"$input.hidden"', '$local.x', '$local.b_out', '$input.x']);
  });
});

describe('a reference is not warned of', () => {
  test('when a task, whatever it answers, may have brought the key', () => {
    expect(missingIn(steps(`- {type: task, name: t, ${FUNCTION}}`, pass('a', '$local.any')))).toEqual([]);
  });

  test('when errorMappings write it, and error, cause and code are read there', () => {
    const mappings =
      'errorMappings: [{target: why, source: $local.cause}, {target: what, source: $local.code}, {target: all, source: $local}]';
    const text = steps(
      `- {type: task, name: t, ${FUNCTION}, outputMappings: [], ${mappings}, catch: [{errors: [X], goto: a}]}`,
      pass('a', '$local.why'),
      pass('b', '$local.whom'),
    );
    expect(missingIn(text)).toEqual(['"$local.whom"']);
  });

  test('when a later step writes it, for a goto may come back', () => {
    expect(missingIn(steps(pass('a', '$local.b_out'), pass('b', '$input.k')))).toEqual([]);
  });

  test('when a choice passes it on, or its options read what is around the choice', () => {
    const text = steps(
      pass('before', '$input'),
      '- type: choice',
      '  name: c',
      '  choices:',
      '    - condition: $.x',
      '      steps:',
      `        ${pass('inner', '$local.before_out')}`,
      '  outputMappings: [{target: t, source: $local.inner_out}, {target: u, source: $local.before_out}]',
      '- type: choice',
      '  name: d',
      `  default: {steps: [${pass('deep', '$local.t').slice(2)}]}`,
      pass('after', '$local.deep_out'),
    );
    expect(missingIn(text)).toEqual([]);
  });

  test('when an iteration brings it, but the locals around an iteration do not', () => {
    const text = steps(
      pass('before', '$input'),
      '- type: foreach',
      '  name: f',
      '  inputMappings: [{target: items, source: $input.list}]',
      '  iterationMapping: {collection: $.items, item: each, index: at}',
      '  steps:',
      `    ${pass('a', '$input.each.name')}`,
      `    ${pass('b', '$input.at')}`,
      `    ${pass('c', '$input.other')}`,
      `    ${pass('d', '$local.before_out')}`,
      '  outputMappings: [{target: all, source: "$local[*].a_out"}]',
      '- {type: foreach, name: g, iterationMapping: {collection: $.all, item: i}, steps: []}',
    );
    expect(missingIn(text)).toEqual(['"$input.other"', '"$local.before_out"']);
  });
});
