import { describe, expect, test } from 'vitest';
import { addFields } from '../../../../src/api/protocol/form-fields.ts';

function read(...encoded: string[]): Record<string, string> {
  const fields = new Map<string, string>();
  for (const text of encoded) addFields(fields, text);
  return Object.fromEntries(fields);
}

describe('form fields', () => {
  test.each([
    ['', {}],
    ['a=1', { a: '1' }],
    ['a=1&&b=2&', { a: '1', b: '2' }],
    ['a', { a: '' }],
    ['a=', { a: '' }],
    ['=x', { '': 'x' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=x+y%20z%2B', { a: 'x y z+' }],
    ['%41=%E2%82%AC', { A: '€' }],
    ['a=%F0%9F%98%80', { a: '\u{1F600}' }],
  ])('%j reads as %j', (encoded, fields) => {
    expect(read(encoded)).toEqual(fields);
  });

  test('a name may come again with the same value only', () => {
    expect(read('a=1&a=1', 'a=%31')).toEqual({ a: '1' });
    expect(() => read('a=1', 'a=2')).toThrow('Parameter a is given twice with different values');
  });

  test('names of object members are ordinary names', () => {
    const fields = new Map<string, string>();
    addFields(fields, '__proto__=x&constructor=y');
    expect([...fields]).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  test.each(['a=%', 'a=%4', 'a=%zz', 'a=%ff', 'a=%ED%A0%80', 'a=%C0%80', '%=1'])(
    '%s is refused',
    (encoded) => {
      expect(() => read(encoded)).toThrow('is not percent-encoded UTF-8');
    },
  );
});
