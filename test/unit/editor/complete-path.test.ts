import { describe, expect, test } from 'vitest';
import { complete, flow, labels, taken } from './at-cursor.ts';

const TRIP = [
  '- type: task',
  '  name: book',
  '  resourceArn: acs:fc:::services/a/functions/b',
  '  outputMappings:',
  '    - target: booking',
  '      source: {id: 1, hotel: {name: x}}',
  '  errorMappings: [{target: problem, source: $local.cause}]',
];

const source = (written: string) =>
  flow(
    ...TRIP,
    '- type: pass',
    '  name: next',
    '  inputMappings:',
    '    - target: y',
    `      source: ${written}`,
  );

describe('paths of mappings', () => {
  test('begin with a root, and name what earlier steps have written', () => {
    expect(labels(source('‸'))).toEqual([
      '$input',
      '$local',
      '$local.problem',
      '$local.booking',
      '$context',
      '$context.flow',
      '$context.execution',
      '$context.step',
    ]);
    const offered = complete(source('$loc‸')).find(({ label }) => label === '$local.booking');
    expect(offered?.detail).toBe('set by the outputMappings of book');
  });

  test.each([
    ['an object that was mapped', '$local.booking.‸', ['$local.booking.id', '$local.booking.hotel']],
    ['an object inside it', '"$local.booking.hotel.n‸', ['$local.booking.hotel.name']],
    ['the context', '$context.step.‸', ['$context.step.name', '$context.step.eventId']],
    ['the end of what is known', '$local.booking.id.‸', []],
  ])('go on into %s', (_what, written, expected) => {
    expect(labels(source(written))).toEqual(expected);
  });

  test('take the place of the whole path', () => {
    expect(taken(source('$local.boo‸k'), '$local.booking')).toContain('source: $local.booking\n');
    expect(taken(source('"$local.boo‸"'), '$local.booking')).toContain('source: "$local.booking"\n');
  });

  test('follow a reference to what it leads to', () => {
    const lines = [...TRIP, '- type: pass', '  name: copy', '  outputMappings: [{target: again, source: 1}]'];
    const copy = [
      '- type: pass',
      '  name: last',
      '  inputMappings: [{target: all, source: $local.booking}]',
      '  outputMappings:',
      '    - target: z',
      '      source: $input.all.‸',
    ];
    expect(labels(flow(...lines, ...copy))).toEqual(['$input.all.id', '$input.all.hotel']);
  });

  test('lead nowhere in a circle of references', () => {
    const circle = ['- type: pass', '  name: a', '  outputMappings: [{target: x, source: $input.x}]'];
    const back = ['- type: choice', '  name: b', '  choices: [{condition: $.x, goto: a}]'];
    const last = [
      '- type: pass',
      '  name: c',
      '  outputMappings:',
      '    - target: y',
      '      source: $input.x.‸',
    ];
    expect(labels(flow(...circle, ...back, ...last))).toEqual([]);
  });

  test('know later steps only where a goto leads back', () => {
    const first = [
      '- type: pass',
      '  name: a',
      '  inputMappings:',
      '    - target: t',
      '      source: $local.‸',
    ];
    const last = ['- type: pass', '  name: b', '  outputMappings: [{target: late, source: 1}]'];
    expect(labels(flow(...first, ...last))).toEqual([]);
    const jump = ['- type: choice', '  name: c', '  default: {goto: a}'];
    expect(labels(flow(...first, ...last, ...jump))).toEqual(['$local.late']);
  });

  test('read the result of a step in its own outputMappings, and the failure in errorMappings', () => {
    const own = (attribute: string, written: string) =>
      flow('- type: task', '  name: t', `  ${attribute}:`, '    - target: x', `      source: ${written}`);
    expect(labels(own('errorMappings', '$local.‸'))).toEqual(['$local.error', '$local.cause']);
    expect(labels(own('outputMappings', '$context.task.‸'))).toEqual(['$context.task.token']);
    expect(labels(own('outputMappings', '$local.‸'))).toEqual([]);
  });

  test('reach into the iterations of a foreach and the branches of a parallel', () => {
    const foreach = [
      '- type: foreach',
      '  name: each',
      '  iterationMapping: {collection: $.items, item: one, index: place}',
      '  steps:',
      '    - type: pass',
      '      name: inner',
      '      outputMappings:',
      '        - {target: made, source: 1}',
    ];
    expect(labels(flow(...foreach, '        - target: x', '          source: $input.‸'))).toEqual([
      '$input.one',
      '$input.place',
      '$input.items',
    ]);
    expect(labels(flow(...foreach, '        - target: x', '          source: $context.step.i‸'))).toContain(
      '$context.step.iterationIndex',
    );
    const all = labels(flow(...foreach, '  outputMappings:', '    - target: all', '      source: $local‸'));
    expect(all).toContain('$local[*].made');
    // Brackets would end the value where it stands.
    expect(labels(flow(...foreach, '  outputMappings: [{target: all, source: $local‸}]'))).not.toContain(
      '$local[*].made',
    );
  });

  test('fall back from an option to the list around the choice', () => {
    const option = [
      ...TRIP,
      '- type: choice',
      '  name: choose',
      '  choices:',
      '    - condition: $.booking.id == 1',
      '      steps:',
      '        - type: pass',
      '          name: inner',
      '          inputMappings:',
      '            - target: b',
      '              source: $local.‸',
    ];
    expect(labels(flow(...option))).toEqual(['$local.problem', '$local.booking']);
  });

  test('of the flow read its input and what its steps have written', () => {
    expect(labels(`outputMappings:\n  - target: x\n    source: $local.‸\n${flow(...TRIP)}`)).toEqual([
      '$local.problem',
      '$local.booking',
    ]);
    expect(labels(`inputMappings:\n  - target: x\n    source: $local.‸\n${flow(...TRIP)}`)).toEqual([]);
  });
});

describe('paths into the input of a step', () => {
  test.each([
    ['a condition', ['- type: choice', '  name: c', '  choices:', '    - condition: 1 < 2 && $.‸']],
    ['a duration', ['- type: wait', '  name: c', '  duration: $.‸']],
    ['a collection', ['- type: foreach', '  name: c', '  iterationMapping:', '    collection: $.‸']],
    ['a cause', ['- type: fail', '  name: c', '  cause: $.‸']],
    [
      'a parameter',
      [
        '- type: task',
        '  resourceArn: acs:mns:::/queues/q/messages',
        '  serviceParams:',
        '    MessageBody: $.‸',
      ],
    ],
  ])('of %s begin with $', (_what, lines) => {
    expect(labels(flow(...TRIP, ...lines))).toEqual(['$', '$.problem', '$.booking']);
  });

  test('know keys that other places read of an input that comes from outside', () => {
    const lines = [
      '- {type: wait, name: a, duration: $.seconds}',
      '- type: wait',
      '  name: b',
      '  timestamp: $.‸',
    ];
    expect(complete(flow(...lines)).map(({ label, detail }) => [label, detail])).toEqual([
      ['$', 'the input of the step'],
      ['$.seconds', 'read elsewhere in this flow'],
    ]);
  });
});
