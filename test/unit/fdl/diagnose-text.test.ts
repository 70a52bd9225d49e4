import { describe } from 'vitest';
import { constant, PASS, steps, testDiagnosed } from './diagnosed.ts';

describe('in a text that is no YAML for a flow', () => {
  testDiagnosed([
    ['an unclosed list', 'steps: [⟦⟧', 'yaml-syntax', '', 'end with a ]'],
    ['a tab as indentation', 'a:\n⟦\t⟧b: 1', 'yaml-syntax', '', 'Tabs'],
    ['a second document', steps(PASS, '⟦---⟧', 'a: 1'), 'yaml-documents', '', 'one YAML document'],
    ['many documents', steps(PASS, '⟦---⟧', 'a: 1', '---', '['), 'yaml-documents', '', 'one YAML document'],
    ['deep nesting', `a: ${'['.repeat(249)}⟦[⟧${'['.repeat(50)}`, 'yaml-nesting', '', '250 deep'],
    ['deep block nesting', `${'- '.repeat(250)}⟦-⟧${' -'.repeat(50)}`, 'yaml-nesting', '', '250 deep'],
    [
      'a tag',
      constant('⟦!Ref⟧ X'),
      'yaml-tag',
      '',
      'The tag !Ref is not part of FDL; write the value itself',
    ],
    [
      'a reference of the deploy tool',
      constant('⟦!Ref⟧ shop.prod/price'),
      'yaml-tag',
      '',
      'write acs:fc:::services/shop.prod/functions/price',
    ],
    ['a tag of another schema', constant('⟦!!binary⟧ aGk='), 'yaml-tag', '', 'The tag !!binary'],
    [
      'an alias without anchor',
      constant('⟦*here⟧'),
      'yaml-alias',
      'steps[0].outputMappings[0].source',
      '&here',
    ],
    [
      'an alias inside its own anchor',
      constant('&here [⟦*here⟧]'),
      'yaml-alias',
      'steps[0].outputMappings[0].source[0]',
      '&here',
    ],
    [
      'a key twice',
      constant('{k: 1, ⟦k⟧: 2}'),
      'duplicate-key',
      'steps[0].outputMappings[0].source.k',
      '"k"',
    ],
    [
      'an odd key twice',
      constant('{"a b": 1, ⟦"a b"⟧: 2}'),
      'duplicate-key',
      'steps[0].outputMappings[0].source["a b"]',
      '"a b"',
    ],
    [
      'a key that is a list',
      constant('{⟦[1]⟧: 1}'),
      'invalid-key',
      'steps[0].outputMappings[0].source',
      'must be text',
    ],
    ['infinity', constant('⟦.inf⟧'), 'invalid-number', 'steps[0].outputMappings[0].source', '.inf'],
    ['no document', '⟦⟧', 'wrong-type', '', 'a flow as an object, found nothing'],
    ['a text for a document', '⟦hello⟧', 'wrong-type', '', 'found the text "hello"'],
    ['a list for a document', '⟦- a⟧', 'wrong-type', '', 'found a list'],
    [
      'a key that is absent',
      constant('{⟦:⟧ 1}'),
      'invalid-key',
      'steps[0].outputMappings[0].source',
      'must be text',
    ],
    [
      'a null key',
      constant('{⟦null⟧: 1}'),
      'invalid-key',
      'steps[0].outputMappings[0].source',
      'must be text',
    ],
  ]);
});
