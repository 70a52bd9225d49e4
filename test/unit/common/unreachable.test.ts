import { expect, test } from 'vitest';
import { unreachable } from '../../../src/common/unreachable.ts';
import { evaluateCondition } from '../../../src/expressions/evaluate-condition.ts';
import { printCondition } from '../../../src/expressions/print-condition.ts';

test('a case that the types rule out is named when it happens all the same', () => {
  expect(() => unreachable({ kind: 'new' } as never)).toThrow('Unhandled case: {"kind":"new"}');
});

test('a condition of a kind that does not exist is a defect of the program', () => {
  const condition = { kind: 'regex' } as never;
  const one = { kind: 'literal', value: 1 } as const;
  expect(() => evaluateCondition(condition, {})).toThrow('Unhandled case');
  expect(() => printCondition(condition)).toThrow('Unhandled case');
  expect(() =>
    evaluateCondition({ kind: 'compare', operator: '=~' as never, left: one, right: one }, {}),
  ).toThrow('Unhandled case: "=~"');
});
