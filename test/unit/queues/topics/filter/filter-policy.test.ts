import { expect, test } from 'vitest';
import { parseFilter } from '../../../../../src/queues/topics/filter/filter-policy.ts';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const number = (value: number) => ({ DataType: 'Number', StringValue: String(value) });
const list = (...values: unknown[]) => ({ DataType: 'String.Array', StringValue: JSON.stringify(values) });

test.each([
  [{ a: ['x', 'y'] }, { a: text('y') }, true],
  [{ a: ['x'] }, { a: text('y') }, false],
  [{ a: ['x'] }, {}, false],
  [{ a: ['x'], b: ['y'] }, { a: text('x') }, false],
  [{ a: ['x'] }, { a: list('w', 'x') }, true],
  [{ a: [7] }, { a: number(7) }, true],
  [{ a: ['7'] }, { a: number(7) }, false],
  [{ a: [{ prefix: 'or' }] }, { a: text('order') }, true],
  [{ a: [{ suffix: 'er' }] }, { a: text('order') }, true],
  [{ a: [{ prefix: 'er' }] }, { a: text('order') }, false],
  [{ a: [{ 'equals-ignore-case': 'ORDER' }] }, { a: text('order') }, true],
  [{ a: [{ wildcard: 'o*d*r' }] }, { a: text('order') }, true],
  [{ a: [{ wildcard: 'o*x' }] }, { a: text('order') }, false],
  [{ a: [{ wildcard: 'ab*ba' }] }, { a: text('aba') }, false],
  [{ a: [{ 'anything-but': ['x', 'y'] }] }, { a: text('z') }, true],
  [{ a: [{ 'anything-but': ['x'] }] }, { a: text('x') }, false],
  [{ a: [{ 'anything-but': ['x'] }] }, {}, false],
  [{ a: [{ 'anything-but': { prefix: 'or' } }] }, { a: text('order') }, false],
  [{ a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: number(5) }, true],
  [{ a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: number(0) }, false],
  [{ a: [{ numeric: ['=', 3] }] }, { a: text('3') }, false],
  [{ a: [{ exists: true }] }, { a: text('') }, true],
  [{ a: [{ exists: false }] }, {}, true],
  [{ a: [{ exists: false }] }, { a: text('x') }, false],
  [{ a: [{ cidr: '10.0.0.0/24' }] }, { a: text('10.0.0.255') }, true],
  [{ a: [{ cidr: '10.0.0.0/24' }] }, { a: text('10.0.1.0') }, false],
  [{ $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: text('y') }, true],
  [{ $or: [{ a: ['x'] }, { b: ['y'] }] }, { c: text('y') }, false],
  [{}, {}, true],
])('%j lets attributes %j through: %s', (policy, attributes, isWanted) => {
  expect(parseFilter(JSON.stringify(policy), undefined)(attributes, '')).toBe(isWanted);
});

test.each([
  [{ order: { kind: ['a'] } }, '{"order":{"kind":"a"}}', true],
  [{ order: { kind: ['a'] } }, '{"order":{"kind":["b","a"]}}', true],
  [{ order: { kind: ['a'] } }, '{"order":[{"kind":"b"},{"kind":"a"}]}', true],
  [{ order: { kind: ['a'] } }, '{"order":{}}', false],
  [{ gone: [null] }, '{"gone":null}', true],
  [{ paid: [true] }, '{"paid":true}', true],
  [{ a: ['x'] }, 'no JSON', false],
  [{ a: ['x'] }, '["x"]', false],
  [{ toString: [{ exists: true }] }, '{}', false],
])('%j lets the body %s through: %s', (policy, body, isWanted) => {
  expect(parseFilter(JSON.stringify(policy), 'MessageBody')({}, body)).toBe(isWanted);
});
