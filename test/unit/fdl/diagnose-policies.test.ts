import { describe } from 'vitest';
import { call, testDiagnosed } from './diagnosed.ts';

describe('in what a task does about errors', () => {
  testDiagnosed([
    [
      'retry that is an object',
      call('retry: ⟦{errors: [X]}⟧'),
      'wrong-type',
      'steps[0].retry',
      'retry policies as a list',
    ],
    [
      'a policy without errors',
      call('retry: [⟦{maxAttempts: 1}⟧]'),
      'missing-attribute',
      'steps[0].retry[0]',
      '"errors" of a retry policy',
    ],
    [
      'no errors',
      call('retry: [{errors: ⟦[]⟧}]'),
      'out-of-range',
      'steps[0].retry[0].errors',
      'at least one',
    ],
    [
      'an error that is no list',
      call('retry: [{errors: ⟦FnF.ALL⟧}]'),
      'wrong-type',
      'steps[0].retry[0].errors',
      'error names as a list',
    ],
    [
      'an interval of a day and more',
      call('retry: [{errors: [X], intervalSeconds: ⟦86401⟧}]'),
      'out-of-range',
      'steps[0].retry[0].intervalSeconds',
      '1 to 86400',
    ],
    [
      'attempts below zero',
      call('retry: [{errors: [X], maxAttempts: ⟦-1⟧}]'),
      'out-of-range',
      'steps[0].retry[0].maxAttempts',
      'at least 0',
    ],
    [
      'a shrinking multiplier',
      call('retry: [{errors: [X], multiplier: ⟦0.5⟧}]'),
      'out-of-range',
      'steps[0].retry[0].multiplier',
      'at least 1',
    ],
    [
      'an endless multiplier',
      call('retry: [{errors: [X], multiplier: ⟦.inf⟧}]'),
      'wrong-type',
      'steps[0].retry[0].multiplier',
      'Expected a number',
    ],
    [
      'catch without goto',
      call('catch: [⟦{errors: [X]}⟧]'),
      'missing-attribute',
      'steps[0].catch[0]',
      '"goto" of a catch policy',
    ],
    [
      'catch with steps',
      call('catch: [{errors: [X], goto: t, ⟦steps⟧: []}]'),
      'unknown-attribute',
      'steps[0].catch[0].steps',
      'reach them with goto',
    ],
    [
      'a goto to nowhere',
      call('catch: [{errors: [X], goto: ⟦tt⟧}]'),
      'unknown-goto',
      'steps[0].catch[0].goto',
      'Did you mean "t"?',
    ],
    [
      'a goto that is a list',
      call('catch: [{errors: [X], goto: ⟦[]⟧}]'),
      'wrong-type',
      'steps[0].catch[0].goto',
      'Expected text',
    ],
    [
      'an error value without such a key',
      call('errorMappings: [{target: m, source: ⟦$local.message⟧}]'),
      'never-produced',
      'steps[0].errorMappings[0].source',
      '"$local.message"',
    ],
  ]);
});
