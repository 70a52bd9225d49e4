import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/common/json.ts';
import { evaluatePath } from '../../../src/expressions/evaluate-path.ts';
import { parsePath } from '../../../src/expressions/parse-path.ts';

function read(text: string, input: JsonValue): JsonValue | undefined {
  const path = parsePath(text, ['$', '$input', '$local', '$context']);
  if (!path.ok) throw new Error(path.problem.message);
  return evaluatePath(path.value, { input, local: ['local'], context: { step: { eventId: 3 } } });
}

describe('a path without a wildcard', () => {
  test('reads from the root it names', () => {
    expect(read('$', { a: 1 })).toEqual({ a: 1 });
    expect(read('$input.a', { a: 1 })).toBe(1);
    expect(read('$local[0]', {})).toBe('local');
    expect(read('$context.step.eventId', {})).toBe(3);
  });

  test('tells null from missing', () => {
    expect(read('$.a', { a: null })).toBeNull();
    expect(read('$.a', {})).toBeUndefined();
    expect(read('$.a.b', { a: null })).toBeUndefined();
  });

  test('counts negative positions from the end', () => {
    expect(read('$.a[-1]', { a: [1, 2, 3] })).toBe(3);
    expect(read('$.a[-4]', { a: [1, 2, 3] })).toBeUndefined();
  });

  test.each([
    ['an element of an empty array', '$[0].k', []],
    ['a position in an object', '$[0]', { 0: 'a' }],
    ['a key of an array', '$.length', [1]],
    ['a key of a text', '$.length', 'abc'],
    ['a position in a text', '$[0]', 'abc'],
    ['a key that only the prototype has', '$.constructor', {}],
    ['__proto__ that nobody wrote', '$.__proto__', {}],
  ])('misses %s', (_title, text, input) => {
    expect(read(text, input)).toBeUndefined();
  });

  test('finds __proto__ that is an own key', () => {
    expect(read('$.__proto__.a', JSON.parse('{"__proto__":{"a":1}}'))).toBe(1);
  });
});

describe('a path with a wildcard', () => {
  const rooms = { rooms: [{ p: 1, beds: [1, 2] }, { beds: [] }, { p: 3, beds: [3] }, 'none'] };

  test.each([
    ['skips elements without the key', '$.rooms[*].p', [1, 3]],
    ['flattens wildcards behind wildcards', '$.rooms[*].beds[*]', [1, 2, 3]],
    ['keeps arrays it does not open', '$.rooms[*].beds', [[1, 2], [], [3]]],
    ['reads positions of each match', '$.rooms[*].beds[0]', [1, 3]],
    ['answers an array for nothing', '$.nowhere[*].p', []],
    ['answers an array for a scalar', '$.rooms[0].p[*]', []],
  ])('%s', (_title, text, expected) => {
    expect(read(text, rooms)).toEqual(expected);
  });

  test('takes the values of an object in their order', () => {
    expect(read('$.*', { b: 1, a: [2] })).toEqual([1, [2]]);
  });
});
