import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
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
    [
      'the word for all errors in other letters',
      call('catch: [{errors: [⟦FnF.All⟧], goto: t}]'),
      'unlikely-error',
      'steps[0].catch[0].errors[0]',
      '"FnF.All" is no error of the service, whose names are compared letter by letter. Did you mean "FnF.ALL"?',
    ],
    [
      'an error of functions in other letters',
      call('retry: [{errors: [X, ⟦FC.ResourceThrotled⟧]}]'),
      'unlikely-error',
      'steps[0].retry[0].errors[1]',
      'Did you mean "FC.ResourceThrottled"?',
    ],
    [
      'the word of another language for all errors',
      call('retry: [{errors: [⟦States.ALL⟧]}]'),
      'unlikely-error',
      'steps[0].retry[0].errors[0]',
      'write FnF.ALL',
    ],
  ]);
});

test.each([
  'FnF.ALL',
  'FC.ResourceThrottled',
  'FnF.NoSuchThing',
  'FC.TooManyRequestsException',
  'HotelClosed',
  'States.Mine',
])('the error %s is a name like any other', (name) => {
  expect(parseFlow(call(`retry: [{errors: [${name}]}]`)).diagnostics).toEqual([]);
});
