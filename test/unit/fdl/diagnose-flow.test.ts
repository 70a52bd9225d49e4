import { describe } from 'vitest';
import { PASS, steps, testDiagnosed } from './diagnosed.ts';

describe('in a flow', () => {
  testDiagnosed([
    ['no version', '⟦type: flow⟧\nsteps: []', 'missing-attribute', '', '"version" of a flow'],
    [
      'an empty list of steps',
      'version: v1\ntype: flow\nsteps: ⟦[]⟧',
      'no-steps',
      'steps',
      'There are no steps, so the flow ends at once and calls nothing; list them, or hold their place with a pass step',
    ],
    ['no steps', '⟦version: v1⟧\ntype: flow', 'missing-attribute', '', '"steps" of a flow'],
    [
      'another version',
      'version: ⟦v2⟧\ntype: flow\nsteps: []',
      'unknown-value',
      'version',
      'Expected v1, v1beta1, found the text "v2". Did you mean "v1"?',
    ],
    [
      'a number for a version',
      'version: ⟦1⟧\ntype: flow\nsteps: []',
      'unknown-value',
      'version',
      'found the number 1',
    ],
    ['a list for a type', 'version: v1\ntype: ⟦[flow]⟧\nsteps: []', 'unknown-value', 'type', 'found a list'],
    ['an unknown attribute', steps(PASS, '⟦step⟧: 1'), 'unknown-attribute', 'step', 'Did you mean "steps"?'],
    ['a bad name', steps(PASS, 'name: ⟦1a⟧'), 'invalid-name', 'name', '"1a" is no name'],
    [
      'a name that is a number',
      steps(PASS, 'name: ⟦12⟧'),
      'wrong-type',
      'name',
      'found the number 12; put it in quotes',
    ],
    [
      'a timeout of nothing',
      steps(PASS, 'timeoutSeconds:⟦⟧'),
      'wrong-type',
      'timeoutSeconds',
      'a whole number, found nothing',
    ],
    [
      'a timeout of a fraction',
      steps(PASS, 'timeoutSeconds: ⟦1.5⟧'),
      'wrong-type',
      'timeoutSeconds',
      'found the number 1.5',
    ],
    [
      'a timeout of zero',
      steps(PASS, 'timeoutSeconds: ⟦0⟧'),
      'out-of-range',
      'timeoutSeconds',
      '1 to 31536000',
    ],
    [
      'steps that are no list',
      'version: v1\ntype: flow\nsteps: ⟦{a: 1}⟧',
      'wrong-type',
      'steps',
      'steps as a list, found an object',
    ],
  ]);
});
