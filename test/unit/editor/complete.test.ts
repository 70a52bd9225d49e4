import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { completionsAt } from '../../../src/editor/complete/complete.ts';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { STEP_ATTRIBUTES, STEP_TYPES } from '../../../src/fdl/read/step-attributes.ts';
import { complete, flow, labels, taken } from './at-cursor.ts';

const HOME = {
  targets: [{ arn: 'acs:fc:::services/shop/functions/pack', from: 'functions/shop/pack.ts' }],
  flows: ['payment'],
};

describe('attributes', () => {
  test('of a flow are offered without those that are there, required ones first', () => {
    expect(labels('version: v1\n‸\nname: a')).toEqual([
      'type',
      'steps',
      'timeoutSeconds',
      'inputMappings',
      'outputMappings',
    ]);
  });

  test.each(STEP_TYPES)('of a %s step are those that the reader takes', (type) => {
    const offered = labels(flow(`- type: ${type}`, '  ‸'));
    const allowed: readonly string[] = STEP_ATTRIBUTES[type as keyof typeof STEP_ATTRIBUTES];
    expect(offered.toSorted()).toEqual(allowed.filter((name) => name !== 'type').toSorted());
  });

  test('come with documentation and default', () => {
    const offered = complete(flow('- type: task', '  name: a', '  retry:', '    - errors: [X]', '      m‸'));
    expect(offered.find(({ label }) => label === 'multiplier')).toMatchObject({
      kind: 'attribute',
      documentation: 'By what the interval grows each time.\n\nDefault: `2`\n\nlanguage.md 6.3',
    });
  });

  test('that exclude one which is there are not offered', () => {
    expect(labels(flow('- type: wait', '  name: a', '  duration: 1', '  ‸'))).not.toContain('timestamp');
  });

  test.each([
    ['a word', flow('- type: task', '  na‸'), 'name', flow('- type: task', '  name: ')],
    [
      'the beginning of a list',
      flow('- type: task', '  name: a', '  ‸'),
      'catch',
      flow('- type: task', '  name: a', '  catch:', '    - '),
    ],
    [
      'the beginning of an object',
      flow('- type: foreach', '  name: a', '  it‸', '  steps: []'),
      'iterationMapping',
      flow('- type: foreach', '  name: a', '  iterationMapping:', '    ', '  steps: []'),
    ],
    ['the name alone before a colon', flow('- ty‸: task'), 'type', flow('- type: task')],
    ['one line in an inline object', flow('- {type: task, c‸}'), 'catch', flow('- {type: task, catch: }')],
    ['one line in an open inline object', flow('- {type: task, n‸'), 'name', flow('- {type: task, name: ')],
    ['quotes in JSON', '{"version": "v1", "ty‸"}', 'type', '{"version": "v1", "type": }'],
  ])('are written as %s', (_form, marked, label, written) => {
    expect(taken(marked, label)).toBe(written);
  });

  test('of a task whose target is known are those of its service parameters', () => {
    const queue = 'resourceArn: acs:mns:::/queues/q/messages';
    expect(labels(flow('- type: task', '  name: a', `  ${queue}`, '  serviceParams:', '    ‸'))).toEqual([
      'MessageBody',
      'Priority',
      'DelaySeconds',
    ]);
    expect(labels(flow('- type: task', '  name: a', `  ${queue}`, '  serviceParams: {M‸}'))).toContain(
      'MessageBody',
    );
    expect(labels(flow('- type: task', '  name: a', '  serviceParams:', '    ‸'))).toEqual([]);
  });
});

describe('steps', () => {
  test('of every type are offered where one begins, each with what it cannot do without', () => {
    const offered = complete(flow('- type: pass', '  name: a', '- ‸'));
    expect(offered.filter(({ kind }) => kind === 'template').map(({ label }) => label)).toEqual(
      STEP_TYPES.map((type) => `${type} step`),
    );
    expect(taken(flow('- ‸'), 'wait step')).toBe(flow('- type: wait', '  name: ', '  duration: '));
    expect(taken(flow('‸'), 'fail step')).toBe(flow('- type: fail', '  name: ', '  error: '));
    expect(taken(flow('- {type: pass, name: a}', '- ‸'), 'foreach step')).toContain(
      '    iterationMapping:\n      collection',
    );
  });

  test('have types', () => {
    expect(labels(flow('- type: ‸'))).toEqual(STEP_TYPES);
    expect(complete(flow('- type: fo‸'))[7]?.documentation).toContain(
      'Runs steps for each element of a list',
    );
    expect(labels('{"steps": [{"type": "ta‸, "name": "x"}]}')).toEqual(STEP_TYPES);
  });

  test('an empty text becomes a flow', () => {
    expect(parseFlow(taken('# mine\nver‸', 'version: v1')).flow?.steps).toHaveLength(1);
    expect(labels('# mine ‸')).toEqual([]);
  });
});

describe('words', () => {
  const steps = [
    '- type: choice',
    '  name: first',
    '  choices:',
    '    - condition: $.x',
    '      goto: ‸',
    '      steps:',
    '        - {type: pass, name: inner}',
    '- {type: succeed, name: last}',
  ];

  test('of a goto are the steps of its list', () => {
    expect(labels(flow(...steps))).toEqual(['first', 'last']);
    expect(complete(flow(...steps))[1]).toMatchObject({ detail: 'succeed, after this one' });
  });

  test('of errors are those of the flow, then those of the service, without those that are there', () => {
    const offered = labels(
      flow(
        '- type: task',
        '  name: a',
        '  retry:',
        '    - errors: [Busy]',
        '  catch:',
        '    - errors: [FnF.ALL, ‸',
        '      goto: b',
        '- {type: fail, name: b, error: Closed}',
      ),
    );
    expect(offered.slice(0, 4)).toEqual(['Busy', 'Closed', 'FnF.TaskTimeout', 'FnF.Timeout']);
  });

  test('of errors become a list where none is begun', () => {
    expect(taken(flow('- type: task', '  name: a', '  retry:', '    - errors: ‸'), 'FnF.ALL')).toContain(
      'errors: [FnF.ALL]',
    );
  });

  test('of targets are those of the home, then those of other tasks, then the forms', () => {
    const offered = complete(
      flow(
        '- type: task',
        '  name: a',
        '  resourceArn: acs:‸',
        '- {type: task, name: b, resourceArn: "acs:fc:::services/x/functions/y"}',
      ),
      HOME,
    );
    expect(offered.slice(0, 4).map(({ label, detail }) => [label, detail])).toEqual([
      ['acs:fc:::services/shop/functions/pack', 'functions/shop/pack.ts'],
      ['acs:fnf:::flow/payment', 'flow payment'],
      ['acs:fc:::services/x/functions/y', 'called by b'],
      ['acs:fc:{region}:{account}:services/{service}[.{qualifier}]/functions/{function}', 'form'],
    ]);
    expect(offered[0]?.replaced).toEqual({ start: 74, end: 78 });
  });

  test.each([
    ['the version', 'version: ‸', ['v1', 'v1beta1']],
    ['the type of a flow', 'type: ‸', ['flow']],
    ['an end', flow('- {type: pass, name: a, end: ‸}'), ['true', 'false']],
    [
      'the pattern of a function',
      flow('- {type: task, resourceArn: "acs:fc:::services/x/functions/y", pattern: ‸}'),
      ['requestResponse', 'waitForCallback'],
    ],
    [
      'the pattern of a task',
      flow('- {type: task, pattern: ‸}'),
      ['requestResponse', 'sync', 'waitForCallback'],
    ],
    ['an action', flow('- {type: task, action: ‸}'), ['fnf:StartExecution']],
    ['a number with a default', flow('- type: task', '  retry:', '    - maxAttempts: ‸'), ['3']],
    [
      'a parameter of few words',
      flow(
        '- type: task',
        '  resourceArn: acs:fc:::services/x/functions/y',
        '  serviceParams:',
        '    InvocationType: ‸',
      ),
      ['Sync', 'Async'],
    ],
    ['a name', flow('- {type: task, name: ‸}'), []],
    ['a constant', flow('- type: pass', '  inputMappings:', '    - target: a', '      source: {a: ‸}'), []],
    ['an unknown attribute', flow('- {type: pass, nonsense: ‸}'), []],
    ['a comment', flow('- type: pass # ‸'), []],
    ['a list that stands on the line of its attribute', flow('- {type: task, retry: ‸'), []],
  ])('of %s', (_what, marked, expected) => {
    expect(labels(marked)).toEqual(expected);
  });

  test('of the flow that an action starts are the flows of the home', () => {
    const task = ['- type: task', '  action: fnf:StartExecution', '  serviceParams:', '    FlowName: ‸'];
    expect(labels(flow(...task), HOME)).toEqual(['payment', '$']);
  });
});

describe('a text that is broken', () => {
  const files = globSync('examples/*/flow.yaml');

  test('is completed at every place without an exception, cut off and whole', () => {
    let offered = 0;
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      for (let offset = 0; offset < text.length; offset += 101) {
        offered += completionsAt(text.slice(0, offset), offset).length;
        offered += completionsAt(text, offset).length;
      }
    }
    expect(offered).toBeGreaterThan(500);
  });

  test('may be far from YAML', () => {
    for (const marked of [
      '‸}',
      '[[[‸',
      '"‸',
      '- - -‸',
      '&a *a‸',
      '{{{: ‸',
      '\t‸',
      '? ‸',
      '--- a\n--- ‸',
      '!x ‸',
      '%YAML ‸',
      `${'['.repeat(300)}‸`,
    ]) {
      expect(Array.isArray(complete(marked))).toBe(true);
    }
  });
});
