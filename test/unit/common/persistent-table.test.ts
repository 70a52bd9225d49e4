import { expect, test } from 'vitest';
import { PersistentTable } from '../../../src/common/persistent-table.ts';

test('removing what is not there changes nothing, removing the last entry leaves the empty table', () => {
  const one = PersistentTable.empty<object>().with(40, {});
  expect(one.without(41)).toBe(one);
  expect(one.without(40)).toBe(PersistentTable.empty());
  expect(one.with(2, {}).without(40).values()).toEqual([{}]);
});

test('replacing a value keeps the size', () => {
  expect(PersistentTable.empty<object>().with(1, {}).with(1, { a: 1 }).size).toBe(1);
});

test('two tables are compared by what they hold', () => {
  const table = (value: object) => PersistentTable.empty<object>().with(40, value);
  expect(table({ a: 1 })).toEqual(table({ a: 1 }));
  expect(table({ a: 1 })).not.toEqual(table({ a: 2 }));
});
