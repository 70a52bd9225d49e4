import { looselyEqual, looselyOrder } from './compare.ts';
import type { Comparison, Condition } from './condition.ts';
import { toBoolean, toNumber } from './conversion.ts';
import { follow } from './evaluate-path.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { unreachable } from './unreachable.ts';

/**
 * True when the condition holds for a step's input; never throws.
 *
 * A missing path is false and so is every comparison with one, `!=` included. An error, such as an order with `null`,
 * makes the condition false unless the other side of an `||` holds.
 */
export function evaluateCondition(condition: Condition, input: JsonObject): boolean {
  return truth(condition, input) === true;
}

/** `undefined` stands for a missing value, FAILED for an error. */
type Outcome = JsonValue | undefined | typeof FAILED;

const FAILED = Symbol('failed');

function evaluate(condition: Condition, input: JsonObject): Outcome {
  switch (condition.kind) {
    case 'literal':
      return condition.value;
    case 'path':
      return follow(condition.path.segments, input);
    case 'not':
      return evaluateNot(condition.operand, input);
    case 'negate':
      return evaluateNegate(condition.operand, input);
    case 'and':
      return evaluateAnd(condition.left, condition.right, input);
    case 'or':
      return evaluateOr(condition.left, condition.right, input);
    case 'compare':
      return compare(condition.operator, evaluate(condition.left, input), evaluate(condition.right, input));
    default:
      return unreachable(condition);
  }
}

function truth(condition: Condition, input: JsonObject): boolean | typeof FAILED {
  const value = evaluate(condition, input);
  if (value === FAILED) return FAILED;
  if (value === undefined) return false;
  return toBoolean(value) ?? FAILED;
}

function evaluateNot(operand: Condition, input: JsonObject): Outcome {
  const value = truth(operand, input);
  return value === FAILED ? FAILED : !value;
}

function evaluateNegate(operand: Condition, input: JsonObject): Outcome {
  const value = evaluate(operand, input);
  if (value === FAILED || value === undefined) return value;
  const number = toNumber(value);
  return number === undefined ? FAILED : -number;
}

function evaluateAnd(left: Condition, right: Condition, input: JsonObject): Outcome {
  const first = truth(left, input);
  return first === true ? truth(right, input) : first;
}

function evaluateOr(left: Condition, right: Condition, input: JsonObject): Outcome {
  const first = truth(left, input);
  if (first === true) return true;
  const second = truth(right, input);
  return second === false ? first : second;
}

function compare(operator: Comparison, left: Outcome, right: Outcome): Outcome {
  if (left === FAILED || right === FAILED) return FAILED;
  if (left === undefined || right === undefined) return false;
  if (operator === '==') return looselyEqual(left, right);
  if (operator === '!=') return !looselyEqual(left, right);
  const order = looselyOrder(left, right);
  return order === undefined ? FAILED : isInOrder(operator, order);
}

function isInOrder(operator: Exclude<Comparison, '==' | '!='>, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return unreachable(operator);
  }
}
