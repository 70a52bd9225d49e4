import type { JsonObject, JsonValue } from '../common/json.ts';
import { negated } from '../common/numeral.ts';
import { unreachable } from '../common/unreachable.ts';
import { looselyEqual, looselyOrder, type NumberRule } from './compare.ts';
import type { Comparison, Condition } from './condition.ts';
import { toBoolean, toNumber } from './conversion.ts';
import { follow } from './evaluate-path.ts';
import type { Path } from './path.ts';
import { ReadBudget } from './read-budget.ts';

/**
 * True when the condition holds for a step's input; never throws.
 *
 * A missing path is false and so is every comparison with one, `!=` included. An error, such as an order with `null`,
 * makes the condition false unless the other side of an `||` holds. So does reading more than the budget, which then is
 * spent.
 */
export function evaluateCondition(
  condition: Condition,
  input: JsonObject,
  { budget = new ReadBudget(), numbers = 'exact' }: Partial<ConditionRules> = {},
): boolean {
  return truth(condition, { input, budget, numbers }) === true;
}

/** How much conditions may read, and how they compare numbers. */
export interface ConditionRules {
  readonly budget: ReadBudget;
  readonly numbers: NumberRule;
}

/** The data that a condition reads, and the rules for reading. */
interface Reading extends ConditionRules {
  readonly input: JsonObject;
}

/** `undefined` stands for a missing value, FAILED for an error. */
type Outcome = JsonValue | undefined | typeof FAILED;

const FAILED = Symbol('failed');

function evaluate(condition: Condition, reading: Reading): Outcome {
  switch (condition.kind) {
    case 'literal':
      return condition.value;
    case 'path':
      return read(condition.path, reading);
    case 'not':
      return evaluateNot(condition.operand, reading);
    case 'negate':
      return evaluateNegate(condition.operand, reading);
    case 'and':
      return evaluateAnd(condition.left, condition.right, reading);
    case 'or':
      return evaluateOr(condition.left, condition.right, reading);
    case 'compare':
      return compare(
        condition.operator,
        evaluate(condition.left, reading),
        evaluate(condition.right, reading),
        reading.numbers,
      );
    default:
      return unreachable(condition);
  }
}

function read(path: Path, { input, budget }: Reading): Outcome {
  const value = budget.isSpent ? undefined : follow(path.segments, input);
  return budget.pay(path, value, input) ? value : FAILED;
}

function truth(condition: Condition, reading: Reading): boolean | typeof FAILED {
  const value = evaluate(condition, reading);
  if (value === FAILED) return FAILED;
  if (value === undefined) return false;
  return toBoolean(value) ?? FAILED;
}

function evaluateNot(operand: Condition, reading: Reading): Outcome {
  const value = truth(operand, reading);
  return value === FAILED ? FAILED : !value;
}

function evaluateNegate(operand: Condition, reading: Reading): Outcome {
  const value = evaluate(operand, reading);
  if (value === FAILED || value === undefined) return value;
  const number = toNumber(value);
  return number === undefined ? FAILED : negated(number);
}

function evaluateAnd(left: Condition, right: Condition, reading: Reading): Outcome {
  const first = truth(left, reading);
  return first === true ? truth(right, reading) : first;
}

function evaluateOr(left: Condition, right: Condition, reading: Reading): Outcome {
  const first = truth(left, reading);
  if (first === true) return true;
  const second = truth(right, reading);
  return second === false ? first : second;
}

function compare(operator: Comparison, left: Outcome, right: Outcome, rule: NumberRule): Outcome {
  if (left === FAILED || right === FAILED) return FAILED;
  if (left === undefined || right === undefined) return false;
  if (operator === '==') return looselyEqual(left, right, rule);
  if (operator === '!=') return !looselyEqual(left, right, rule);
  const order = looselyOrder(left, right, rule);
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
