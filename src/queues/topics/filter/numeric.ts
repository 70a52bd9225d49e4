import { isJsonArray, type JsonValue } from '../../../common/json.ts';
import { invalidParameter } from '../topic-error.ts';

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** Reads `["=", 1]` or `[">", 0, "<=", 5]`: whether a value is a number within these bounds. */
export function numericMatcher(key: string, operand: JsonValue): (value: JsonValue | undefined) => boolean {
  const problem = () =>
    invalidParameter('FilterPolicy', `"${key}": numeric takes pairs such as [">", 0, "<=", 5]`);
  if (!isJsonArray(operand) || (operand.length !== 2 && operand.length !== 4)) throw problem();
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < operand.length; at += 2) {
    const [sign, bound] = [operand[at], operand[at + 1]];
    const compare =
      typeof sign === 'string' && Object.hasOwn(COMPARISONS, sign) ? COMPARISONS[sign] : undefined;
    if (compare === undefined || typeof bound !== 'number') throw problem();
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}
