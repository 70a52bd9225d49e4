import { stringifyJson } from '../common/json-text.ts';
import { unreachable } from '../common/unreachable.ts';
import type { Condition } from './condition.ts';
import { printInputPath } from './print-path.ts';

/** The text of a condition, with no more parentheses than it needs. */
export function printCondition(condition: Condition): string {
  return print(condition, 0);
}

const STRENGTH = { or: 1, and: 2, compare: 3, unary: 4 } as const;

/** `context` is the weakest operator that needs no parentheses where this condition stands. */
function print(condition: Condition, context: number): string {
  switch (condition.kind) {
    case 'literal':
      return stringifyJson(condition.value);
    case 'path':
      return printInputPath(condition.path);
    case 'not':
      return `!${print(condition.operand, STRENGTH.unary)}`;
    case 'negate':
      return `-${print(condition.operand, STRENGTH.unary)}`;
    case 'and':
      return printBinary(condition, '&&', STRENGTH.and, context);
    case 'or':
      return printBinary(condition, '||', STRENGTH.or, context);
    case 'compare':
      return printBinary(condition, condition.operator, STRENGTH.compare, context);
    default:
      return unreachable(condition);
  }
}

function printBinary(
  { left, right }: { readonly left: Condition; readonly right: Condition },
  operator: string,
  strength: number,
  context: number,
): string {
  const text = `${print(left, strength)} ${operator} ${print(right, strength + 1)}`;
  return strength < context ? `(${text})` : text;
}
