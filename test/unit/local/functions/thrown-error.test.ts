import { expect, test } from 'vitest';
import { thrownError } from '../../../../src/local/functions/thrown-error.ts';

class OutOfStock extends Error {}

class Named extends Error {
  override name = 'CardDeclined';
}

test.each([
  [new OutOfStock('none'), 'OutOfStock', 'none'],
  [new Named('no'), 'CardDeclined', 'no'],
  [new TypeError('t'), 'TypeError', 't'],
  [new Error('e'), 'Error', 'e'],
  [Object.assign(new OutOfStock('e'), { name: '' }), 'OutOfStock', 'e'],
  ['text', 'Error', 'text'],
  [null, 'Error', 'null'],
  [{ a: 1 }, 'Error', '{ a: 1 }'],
  [Object.create(null), 'Error', '[Object: null prototype] {}'],
])('%o has the type %s and the message %s', (thrown, errorType, errorMessage) => {
  expect(thrownError(thrown)).toMatchObject({ errorType, errorMessage });
});

test('the stack comes line by line', () => {
  const { stackTrace } = thrownError(new OutOfStock('none'));
  expect(stackTrace[0]).toBe('Error: none');
  expect(stackTrace[1]).toMatch(/^at /);
});
