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
      'Only tasks and a foreach that is distributed have it',
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

/** A foreach with further attributes. */
function each(more: string): string {
  return steps(
    `- {type: foreach, name: a, iterationMapping: {collection: $.items, item: item}, steps: [], ${more}}`,
  );
}

/** A foreach with an itemReader. */
function readItems(reader: string): string {
  return steps(
    `- {type: foreach, name: a, iterationMapping: {item: i}, steps: [{type: pass, name: p}], distributed: {itemReader: ${reader}}}`,
  );
}

describe('in a distributed foreach', () => {
  testDiagnosed([
    ['no object', each('distributed: ⟦yes⟧'), 'wrong-type', 'steps[0].distributed', 'Expected a distributed'],
    [
      'an unknown attribute',
      each('distributed: {⟦batchsize⟧: 1}'),
      'unknown-attribute',
      'steps[0].distributed.batchsize',
      'Did you mean "batchSize"?',
    ],
    [
      'a batch of nothing',
      each('distributed: {batchSize: ⟦0⟧}'),
      'out-of-range',
      'steps[0].distributed.batchSize',
      '1 to 10000',
    ],
    [
      'too many batches at a time',
      each('distributed: {maxConcurrency: ⟦1001⟧}'),
      'out-of-range',
      'steps[0].distributed.maxConcurrency',
      '1 to 1000',
    ],
    [
      'a share of more than all',
      each('distributed: {toleratedFailedPercentage: ⟦100.5⟧}'),
      'out-of-range',
      'steps[0].distributed.toleratedFailedPercentage',
      '0 to 100',
    ],
    [
      'a negative count',
      each('distributed: {toleratedFailedCount: ⟦-1⟧}'),
      'out-of-range',
      'steps[0].distributed.toleratedFailedCount',
      '0',
    ],
    [
      'an itemReader beside a collection',
      steps(
        '- {type: foreach, name: a, iterationMapping: {collection: ⟦$.items⟧, item: i}, steps: [], distributed: {itemReader: {inputType: csv, bucket: b, key: k}}}',
      ),
      'conflicting-attributes',
      'steps[0].iterationMapping.collection',
      'The items come from the itemReader',
    ],
    [
      'an itemReader of an unknown format',
      readItems('{inputType: ⟦xml⟧, bucket: b, key: k}'),
      'unknown-value',
      'steps[0].distributed.itemReader.inputType',
      'Expected json, jsonl, csv, list',
    ],
    [
      'an itemReader without a key',
      readItems('⟦{inputType: csv, bucket: b}⟧'),
      'missing-attribute',
      'steps[0].distributed.itemReader',
      '"key" of an itemReader is missing',
    ],
    [
      'an itemReader of an object with a prefix',
      readItems('{inputType: csv, bucket: b, key: k, prefix: ⟦p⟧}'),
      'conflicting-attributes',
      'steps[0].distributed.itemReader.prefix',
      'only inputType: list takes a prefix',
    ],
    [
      'a list with a key',
      readItems('{inputType: list, bucket: b, key: ⟦k⟧}'),
      'conflicting-attributes',
      'steps[0].distributed.itemReader.key',
      'takes a prefix, and no key',
    ],
    [
      'a bucket that is a number',
      readItems('{inputType: list, bucket: ⟦3⟧}'),
      'wrong-type',
      'steps[0].distributed.itemReader.bucket',
      'Expected text',
    ],
    [
      'a bucket at a broken path',
      readItems('{inputType: list, bucket: $⟦.⟧}'),
      'invalid-path',
      'steps[0].distributed.itemReader.bucket',
      '',
    ],
    [
      'no items at most',
      readItems('{inputType: list, bucket: b, maxItems: ⟦0⟧}'),
      'out-of-range',
      'steps[0].distributed.itemReader.maxItems',
      'at least 1',
    ],
    [
      'a resultWriter without a bucket',
      each('distributed: {resultWriter: ⟦{prefix: p}⟧}'),
      'missing-attribute',
      'steps[0].distributed.resultWriter',
      '"bucket" of a resultWriter is missing',
    ],
    [
      'catch without distributed',
      each('⟦catch⟧: []'),
      'unknown-attribute',
      'steps[0].catch',
      'a foreach that is distributed',
    ],
    [
      'a goto to nowhere',
      each('distributed: {}, catch: [{errors: [FnF.ALL], goto: ⟦b⟧}]'),
      'unknown-goto',
      'steps[0].catch[0].goto',
      '"b"',
    ],
  ]);
});
