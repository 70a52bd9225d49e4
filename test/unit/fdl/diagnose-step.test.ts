import { describe } from 'vitest';
import { PASS, steps, testDiagnosed } from './diagnosed.ts';

describe('in a steps list', () => {
  testDiagnosed([
    ['a step that is text', steps('- ⟦go⟧'), 'wrong-type', 'steps[0]', 'Expected a step as an object'],
    ['no type', steps('- ⟦name: a⟧'), 'missing-attribute', 'steps[0]', '"type" of a step'],
    ['no name', steps('- ⟦type: pass⟧'), 'missing-attribute', 'steps[0]', '"name" of a pass step'],
    [
      'an unknown type',
      steps('- {type: ⟦paralel⟧, name: a}'),
      'unknown-value',
      'steps[0].type',
      'Did you mean "parallel"?',
    ],
    [
      'a type that is a list',
      steps('- {type: ⟦[]⟧, name: a}'),
      'unknown-value',
      'steps[0].type',
      'found a list',
    ],
    [
      'a type that is a number',
      steps('- {type: ⟦1⟧, name: a}'),
      'unknown-value',
      'steps[0].type',
      'found the number 1',
    ],
    [
      'a type of the prototype',
      steps('- {type: ⟦constructor⟧, name: a}'),
      'unknown-value',
      'steps[0].type',
      'Expected one of task',
    ],
    [
      'a loop',
      steps('- {type: ⟦loop⟧, name: a}'),
      'unsupported-feature',
      'steps[0].type',
      'goto of a choice option',
    ],
    [
      'a name with a blank',
      steps('- {type: pass, name: ⟦a b⟧}'),
      'invalid-name',
      'steps[0].name',
      '"a b" is no name',
    ],
    [
      'a name of 129 letters',
      steps(`- {type: pass, name: ⟦${'n'.repeat(129)}⟧}`),
      'invalid-name',
      'steps[0].name',
      'n…"',
    ],
    ['a name twice', steps(PASS, '- {type: pass, name: ⟦a⟧}'), 'duplicate-name', 'steps[1].name', '"a"'],
    [
      'a name in two lists',
      steps(PASS, '- {type: parallel, name: p, branches: [{steps: [{type: pass, name: ⟦a⟧}]}]}'),
      'repeated-name',
      'steps[1].branches[0].steps[0].name',
      'steps[0] is named "a" too',
    ],
    [
      'end of a succeed',
      steps('- {type: succeed, name: a, ⟦end⟧: true}'),
      'unknown-attribute',
      'steps[0].end',
      'a succeed step',
    ],
    [
      'end that is a word',
      steps('- {type: pass, name: a, end: ⟦yes⟧}'),
      'wrong-type',
      'steps[0].end',
      'true or false, found the text "yes"',
    ],
    [
      'a merge key',
      steps('- {type: pass, name: a, ⟦<<⟧: {}}'),
      'unknown-attribute',
      'steps[0]["<<"]',
      'a pass step',
    ],
    [
      'a goto of its own',
      steps('- {type: pass, name: a, ⟦goto⟧: a}'),
      'unknown-attribute',
      'steps[0].goto',
      'choice option',
    ],
    [
      'retry outside of tasks',
      steps('- {type: parallel, name: a, branches: [{steps: []}], ⟦retry⟧: []}'),
      'unknown-attribute',
      'steps[0].retry',
      'Only tasks have it',
    ],
    [
      'a long unknown attribute',
      steps(`- {type: pass, name: a, ⟦${'x'.repeat(70)}⟧: 1}`),
      'unknown-attribute',
      `steps[0].${'x'.repeat(70)}`,
      'allowed are type, name',
    ],
  ]);
});
