import { describe, expect, test } from 'vitest';
import {
  labelEntries,
  labelProblem,
  labelsOf,
  readLabelMappings,
  readLabels,
} from '../../../src/flow/labels.ts';

const ELEVEN = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`n${index}`, 'x']));

describe('labels of a start', () => {
  test('are texts, numbers and booleans under names', () => {
    const given = { orderId: 'ORD-001591', 'shop.no': 12, big: 12345678901234567890n, paid: true };
    expect(readLabels(given)).toEqual({
      value: { orderId: 'ORD-001591', 'shop.no': '12', big: '12345678901234567890', paid: 'true' },
    });
    expect(readLabels({})).toEqual({ value: {} });
  });

  test.each([
    ['no object', ['a'], 'is an array'],
    ['more than ten', ELEVEN, 'has 11 members; allowed are 10'],
    ['a name with other characters', { 'a=b': 'x' }, 'names "a=b"; allowed is a name of 1 to 64'],
    ['a name that is too long', { ['a'.repeat(65)]: 'x' }, 'names "aaaa'],
    ['a value that is empty', { a: '' }, 'has "" as a; allowed is a text of 1 to 256 characters'],
    ['a value that is too long', { a: 'x'.repeat(257) }, 'has "xxx'],
    ['a value that is an object', { a: {} }, 'has {} as a'],
    ['a value that is null', { a: null }, 'has null as a'],
  ])('are refused with %s', (_title, given, problem) => {
    expect(readLabels(given)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

describe('label mappings of a flow', () => {
  test('are paths into the input', () => {
    const mappings = { orderId: '$input.order.id', first: '$input.items[0]' };
    expect(readLabelMappings(mappings)).toEqual({ value: mappings });
  });

  test.each([
    ['no text', { a: 1 }, 'has 1 as a; allowed is a path like $input.id'],
    ['a constant', { a: 'x' }, 'has "x" as a: A path must begin with $input here'],
    ['another root', { a: '$local.x' }, 'has "$local.x" as a: A path must begin with $input'],
    ['a path that is none', { a: '$input.' }, 'has "$input." as a: '],
  ])('are refused with %s', (_title, given, problem) => {
    expect(readLabelMappings(given)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

describe('labels of an execution', () => {
  const mappings = { orderId: '$input.id', shop: '$input.shop.no', missing: '$input.none', all: '$input' };
  const input = () => ({ id: 'ORD-1', shop: { no: 7 } });

  test('are those of its start and those that its flow reads in the input', () => {
    expect(labelsOf({ by: 'me' }, mappings, input)).toEqual({ by: 'me', orderId: 'ORD-1', shop: '7' });
    expect(labelEntries(labelsOf({ by: 'me' }, {}, input))).toEqual(['by=me']);
    expect(labelEntries()).toEqual([]);
  });

  test('keep what the start says, and are ten at most', () => {
    expect(labelsOf({ orderId: 'mine' }, mappings, input)).toEqual({ orderId: 'mine', shop: '7' });
    const { n10: _, ...ten } = ELEVEN;
    expect(labelsOf(ten, mappings, input)).toEqual(ten);
  });

  test('leave out a stored path that cannot be read any more', () => {
    expect(labelsOf({}, { a: 'nonsense' }, input)).toEqual({});
  });
});

test('a label to look for is a name and a value', () => {
  expect(labelProblem('orderId=a=b')).toBeUndefined();
  for (const text of ['', 'orderId', '=x', 'a=', 'a b=c', `a=${'x'.repeat(257)}`]) {
    expect(labelProblem(text)).toContain('like orderId=ORD-001591');
  }
});
