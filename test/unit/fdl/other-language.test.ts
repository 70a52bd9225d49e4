import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { testDiagnosed } from './diagnosed.ts';

const ASL = { StartAt: 'a', States: { a: { Type: 'Pass', End: true } } };
const JSON_ASL = JSON.stringify(ASL);

describe('a text in the language of another system', () => {
  testDiagnosed([
    [
      'a state machine of the newer service',
      '# mine\n⟦Type⟧: StateMachine\nSpecVersion: v1\nName: rope\nStartAt: a\nStates:\n  - {Type: Pass, Name: a, End: true}',
      'other-language',
      '',
      'a state machine of the newer CloudFlow service (Type: StateMachine), which is not served; FDL v1 begins with "version: v1"',
    ],
    [
      'a state machine whose type is written as in FDL',
      '⟦type⟧: StateMachine\nspecVersion: v1\nstates: []',
      'other-language',
      '',
      'state machine',
    ],
    [
      'a state machine whose type comes last or never',
      'StartAt: a\n⟦States⟧:\n  - {Type: Pass, Name: a}',
      'other-language',
      '',
      'newer CloudFlow service',
    ],
    [
      'the Amazon States Language in JSON',
      JSON_ASL.replace('"States"', '⟦"States"⟧'),
      'other-language',
      '',
      'Amazon States Language',
    ],
    [
      'the Amazon States Language in YAML, the states first',
      '⟦States⟧:\n  a:\n    Type: Pass\nStartAt: a',
      'other-language',
      '',
      'Amazon States Language',
    ],
    [
      'the Amazon States Language without its beginning',
      'Comment: hello\n⟦States⟧:\n  a:\n    Type: Pass',
      'other-language',
      '',
      'Amazon States Language',
    ],
    [
      'a Kestra flow',
      'id: hello\nnamespace: company.team\n⟦tasks⟧:\n  - {id: a, type: io.kestra.plugin.core.log.Log, message: hi}',
      'other-language',
      '',
      'a Kestra flow (id, namespace, tasks)',
    ],
    [
      'a workflow of the CNCF',
      '⟦document⟧: {dsl: 1.0.0, namespace: a, name: b, version: 0.1.0}\ndo:\n  - a: {set: {x: 1}}',
      'other-language',
      '',
      'CNCF Serverless Workflow',
    ],
    [
      'a workflow of the CNCF of an older version',
      'id: a\nspecVersion: "0.8"\nstart: b\n⟦states⟧:\n  - {name: b, type: inject}',
      'other-language',
      '',
      'CNCF Serverless Workflow',
    ],
  ]);

  test.each([
    ['YAML', 'StartAt: a\nStates:\n  a:\n    Type: Pass\n    Nxt: b\nFoo: 1\nBar: 2'],
    ['indented JSON', JSON.stringify(ASL, undefined, 2)],
  ])('in %s gets one sentence and nothing of what follows from it', (_form, text) => {
    expect(parseFlow(text).diagnostics).toHaveLength(1);
  });
});

test.each([
  ['the type', 'version: v1\nTyp: flow\nsteps:\n- {type: pass, name: a}', '"Typ" is no attribute of a flow'],
  ['the list of steps', 'version: v1\ntype: flow\nSteps:\n- {type: pass, name: a}', 'Did you mean "steps"?'],
  [
    'the list of steps and calls it tasks',
    'version: v1\ntype: flow\nid: a\ntasks: []',
    '"tasks" is no attribute',
  ],
  ['states that are none', 'version: v1\nStates: {a: 1, b: {x: 1}}', '"States" is no attribute of a flow'],
  ['states beside steps', 'type: StateMachine\nsteps: []', 'found the text "StateMachine"'],
  ['the outermost list', '- Type: StateMachine', 'Expected a flow as an object'],
])('a flow that misspells %s keeps its own problems', (_what, text, message) => {
  const { diagnostics } = parseFlow(text);
  expect(diagnostics.map(({ code }) => code)).not.toContain('other-language');
  expect(diagnostics.map((diagnostic) => diagnostic.message).join('\n')).toContain(message);
});
