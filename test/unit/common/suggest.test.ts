import { expect, test } from 'vitest';
import { suggest } from '../../../src/common/suggest.ts';

test.each([
  ['gotos', ['steps', 'goto'], ' Did you mean "goto"?'],
  ['alphabets', ['alphas', 'alphabet', 'aleph'], ' Did you mean "alphabet"?'],
  ['Inptu', ['Input'], ' Did you mean "Input"?'],
  ['tsep', ['step'], ' Did you mean "step"?'],
  ['tpse', ['step'], ''],
  ['Steps', ['steps', 'step'], ' Did you mean "steps"?'],
  ['ab', ['cd', 'xyz'], ''],
  ['x'.repeat(41), ['x'.repeat(41)], ''],
  ['a', [], ''],
])('%s among %j suggests%s', (word, candidates, expected) => {
  expect(suggest(word, candidates)).toBe(expected);
});
