import { describe } from 'vitest';
import { constant, steps, testDiagnosed } from './diagnosed.ts';

describe('in mappings', () => {
  testDiagnosed([
    [
      'mappings that are no list',
      steps('- {type: pass, name: a, inputMappings: ⟦{a: 1}⟧}'),
      'wrong-type',
      'steps[0].inputMappings',
      'mappings as a list, found an object',
    ],
    [
      'a mapping that is text',
      steps('- {type: pass, name: a, inputMappings: [⟦x⟧]}'),
      'wrong-type',
      'steps[0].inputMappings[0]',
      'a mapping as an object',
    ],
    [
      'a mapping without target',
      steps('- {type: pass, name: a, inputMappings: [⟦{source: 1}⟧]}'),
      'missing-attribute',
      'steps[0].inputMappings[0]',
      '"target" of a mapping',
    ],
    [
      'a target that is true',
      steps('- {type: pass, name: a, inputMappings: [{target: ⟦true⟧}]}'),
      'wrong-type',
      'steps[0].inputMappings[0].target',
      'found true; put it in quotes',
    ],
    [
      'a target twice',
      steps('- {type: pass, name: a, outputMappings: [{target: x}, ⟦{target: x}⟧]}'),
      'duplicate-target',
      'steps[0].outputMappings[1]',
      '"x"',
    ],
    [
      'a bad reference',
      constant('$input.a⟦-b⟧'),
      'invalid-path',
      'steps[0].outputMappings[0].source',
      'write keys with other characters',
    ],
    [
      'a bad quoted reference',
      constant('"$input.a⟦-b⟧"'),
      'invalid-path',
      'steps[0].outputMappings[0].source',
      'write keys',
    ],
    [
      'a bad reference with escapes',
      constant('⟦"$input.\\u0061-b"⟧'),
      'invalid-path',
      'steps[0].outputMappings[0].source',
      'write keys',
    ],
    ['a $ source', constant('⟦$.x⟧'), 'dollar-source', 'steps[0].outputMappings[0].source', '"$input.x"'],
    [
      'a source of an unknown root',
      constant('⟦$inputs.x⟧'),
      'not-a-reference',
      'steps[0].outputMappings[0].source',
      '"$inputs.x" is a constant text',
    ],
    [
      'a reference in a constant',
      constant('{a: [⟦$local.x⟧]}'),
      'not-a-reference',
      'steps[0].outputMappings[0].source.a[0]',
      'not evaluated',
    ],
    ['yes', constant('⟦yes⟧'), 'yaml-1.1-value', 'steps[0].outputMappings[0].source', 'write true or false'],
    [
      'leading zeros',
      constant('⟦007⟧'),
      'yaml-1.1-value',
      'steps[0].outputMappings[0].source',
      'the number 7',
    ],
    [
      'what a pass never has',
      constant('⟦$local.x⟧'),
      'never-produced',
      'steps[0].outputMappings[0].source',
      '"$local.x"',
    ],
  ]);
});
