import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
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
    [
      'a source without its dollar',
      constant('⟦local.b⟧'),
      'not-a-reference',
      'steps[0].outputMappings[0].source',
      '"local.b" is a constant text; write "$local.b" to read data',
    ],
    [
      'a source without its dollar, into a list',
      steps(
        '- type: pass',
        '  name: a',
        '  outputMappings:',
        '  - {target: x, source: 1}',
        '  - target: y',
        '    source: ⟦input.items[0].id⟧',
      ),
      'not-a-reference',
      'steps[0].outputMappings[1].source',
      'write "$input.items[0].id"',
    ],
    [
      'a reference as target',
      steps('- {type: pass, name: a, outputMappings: [{target: ⟦$.total⟧, source: 1}]}'),
      'reference-as-target',
      'steps[0].outputMappings[0].target',
      '"$.total" is itself the key that is set; for the key "total" write total, without $',
    ],
    [
      'a reference into nothing as target',
      steps('- {type: pass, name: a, outputMappings: [{target: ⟦$local⟧, source: 1}]}'),
      'reference-as-target',
      'steps[0].outputMappings[0].target',
      '"$local" is itself the key that is set; a target is a key of its own, without $',
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

test.each(['"local.b"', 'local', 'localhost.x', 'local.b or input.c', 'input.', '{a: local.b}'])(
  'the source %s is a text like any other',
  (source) => {
    expect(parseFlow(constant(source)).diagnostics).toEqual([]);
  },
);

test.each(['a.b', 'a[0]', '$a', 'local.b'])('the target %s is a key like any other', (target) => {
  const text = steps(`- {type: pass, name: a, outputMappings: [{target: '${target}', source: 1}]}`);
  expect(parseFlow(text).diagnostics).toEqual([]);
});
