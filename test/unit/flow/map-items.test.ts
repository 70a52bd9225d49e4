import { expect, test } from 'vitest';
import { parsePath } from '../../../src/expressions/parse-path.ts';
import type { Path } from '../../../src/expressions/path.ts';
import { mapItems } from '../../../src/flow/map-items.ts';

const LINES = [{ parts: [1] }, { parts: [2, 3] }];

const INPUT = { a: 1, items: [1, 2], order: { id: 7, lines: LINES } };

function itemsAt(text: string) {
  const path = parsePath(text, ['$input']);
  return mapItems((path as { readonly value: Path }).value, INPUT);
}

test.each([
  ['$input.items', [1, 2], { a: 1, order: INPUT.order }],
  ['$input.order.lines', LINES, { ...INPUT, order: { id: 7 } }],
  ['$input.order.lines[1].parts', [2, 3], { ...INPUT, order: { id: 7 } }],
  ['$input.order.lines[*].parts[0]', [1, 2], { ...INPUT, order: { id: 7 } }],
  ['$input.items[*]', [1, 2], { a: 1, order: INPUT.order }],
  ['$input[*]', [1, [1, 2], INPUT.order], INPUT],
])('The items at %s are taken out of the input', (text, items, rest) => {
  expect(itemsAt(text)).toEqual({ items, rest });
});

test.each([
  ['$input.missing', 'the collection is missing; it must be an array'],
  ['$input.a', 'the collection is of type number; it must be an array'],
])('There are no items at %s', (text, problem) => {
  expect(itemsAt(text)).toBe(problem);
});
