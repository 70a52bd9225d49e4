import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { steps, testDiagnosed } from './diagnosed.ts';

const option = (rest: string): string => steps(`- {type: choice, name: a, choices: [${rest}]}`);
const foreach = (mapping: string): string =>
  steps(`- {type: foreach, name: a, iterationMapping: ${mapping}, steps: []}`);

describe('in a step of another type', () => {
  testDiagnosed([
    [
      'a wait for nothing',
      steps('- ⟦{type: wait, name: a}⟧'),
      'missing-attribute',
      'steps[0]',
      '"duration" and "timestamp"',
    ],
    [
      'a wait for two things',
      steps('- ⟦{type: wait, name: a, duration: 1, timestamp: $.t}⟧'),
      'conflicting-attributes',
      'steps[0]',
      '"duration" and "timestamp"',
    ],
    [
      'a wait of a week',
      steps('- {type: wait, name: a, duration: ⟦604800⟧}'),
      'out-of-range',
      'steps[0].duration',
      '0 to 172800',
    ],
    [
      'a wait of words',
      steps('- {type: wait, name: a, duration: ⟦10s⟧}'),
      'wrong-type',
      'steps[0].duration',
      'whole seconds',
    ],
    [
      'a wait of a list',
      steps('- {type: wait, name: a, duration: ⟦[1]⟧}'),
      'wrong-type',
      'steps[0].duration',
      'found a list',
    ],
    [
      'a wait on a bad path',
      steps('- {type: wait, name: a, duration: $⟦.⟧}'),
      'invalid-path',
      'steps[0].duration',
      'must be followed by a name',
    ],
    [
      'a time without zone',
      steps('- {type: wait, name: a, timestamp: ⟦2030-01-31T08:00:00⟧}'),
      'invalid-timestamp',
      'steps[0].timestamp',
      'RFC 3339',
    ],
    [
      'a time that is a list',
      steps('- {type: wait, name: a, timestamp: ⟦[]⟧}'),
      'invalid-timestamp',
      'steps[0].timestamp',
      'found a list',
    ],
    [
      'an error that is a number',
      steps('- {type: fail, name: a, error: ⟦404⟧}'),
      'wrong-type',
      'steps[0].error',
      'put it in quotes',
    ],
    [
      'a cause on a bad path',
      steps('- {type: fail, name: a, cause: $⟦.⟧}'),
      'invalid-path',
      'steps[0].cause',
      'must be followed by a name',
    ],
    [
      'a cause that looks like a reference',
      steps('- {type: fail, name: a, cause: ⟦$input.x⟧}'),
      'not-a-reference',
      'steps[0].cause',
      'stays this text',
    ],
    [
      'a choice of nothing',
      steps('- ⟦{type: choice, name: a}⟧'),
      'missing-attribute',
      'steps[0]',
      '"choices"',
    ],
    [
      'a choice of no options',
      steps('- {type: choice, name: a, choices: ⟦[]⟧}'),
      'out-of-range',
      'steps[0].choices',
      'at least one',
    ],
    [
      'an option without condition',
      option('⟦{goto: a}⟧'),
      'missing-attribute',
      'steps[0].choices[0]',
      '"condition" of a choice option',
    ],
    [
      'a bad condition',
      option('{condition: $.a ⟦=⟧ 1}'),
      'invalid-condition',
      'steps[0].choices[0].condition',
      '"=="',
    ],
    [
      'a condition that is a list',
      option('{condition: ⟦[a]⟧}'),
      'wrong-type',
      'steps[0].choices[0].condition',
      'Expected a condition as text',
    ],
    [
      'a condition that is null',
      option('{condition: ⟦}⟧'),
      'wrong-type',
      'steps[0].choices[0].condition',
      'found nothing',
    ],
    [
      'a default that is text',
      steps('- {type: choice, name: a, default: ⟦a⟧}'),
      'wrong-type',
      'steps[0].default',
      'the default of a choice as an object',
    ],
    [
      'a default with condition',
      steps('- {type: choice, name: a, default: {⟦condition⟧: $.a}}'),
      'unknown-attribute',
      'steps[0].default.condition',
      'the default of a choice',
    ],
    [
      'an option that goes inside',
      option('{condition: $.a, steps: [{type: pass, name: b}], goto: ⟦b⟧}'),
      'unknown-goto',
      'steps[0].choices[0].goto',
      'a goto reaches a',
    ],
    [
      'no branches',
      steps('- {type: parallel, name: a, branches: ⟦[]⟧}'),
      'out-of-range',
      'steps[0].branches',
      'at least one',
    ],
    [
      'a branch without steps',
      steps('- {type: parallel, name: a, branches: [⟦{}⟧]}'),
      'missing-attribute',
      'steps[0].branches[0]',
      '"steps" of a branch',
    ],
    [
      'no collection',
      foreach('⟦{item: i}⟧'),
      'missing-attribute',
      'steps[0].iterationMapping',
      '"collection"',
    ],
    ['no item', foreach('⟦{collection: $.c}⟧'), 'missing-attribute', 'steps[0].iterationMapping', '"item"'],
    [
      'a collection from local',
      foreach('{collection: ⟦$local.c⟧, item: i}'),
      'invalid-path',
      'steps[0].iterationMapping.collection',
      "the step's input",
    ],
    [
      'a collection in place',
      foreach('{collection: ⟦[1]⟧, item: i}'),
      'wrong-type',
      'steps[0].iterationMapping.collection',
      'Expected text',
    ],
    [
      'one key for item and index',
      foreach('⟦{collection: $.c, item: i, index: i}⟧'),
      'conflicting-attributes',
      'steps[0].iterationMapping',
      'different keys',
    ],
    [
      'an iteration without steps',
      steps('- {type: foreach, name: f, iterationMapping: {collection: $.c, item: i}, steps: ⟦[]⟧}'),
      'no-steps',
      'steps[0].steps',
      'There are no steps, so each iteration ends at once',
    ],
    [
      'a branch without steps',
      steps('- {type: parallel, name: p, branches: [{steps: ⟦[]⟧}]}'),
      'no-steps',
      'steps[0].branches[0].steps',
      'the branch ends at once',
    ],
  ]);
});

test('an option without steps does nothing on purpose', () => {
  const text = steps(
    '- {type: choice, name: c, choices: [{condition: $.x, steps: []}], default: {steps: []}}',
  );
  expect(parseFlow(text).diagnostics).toEqual([]);
});
