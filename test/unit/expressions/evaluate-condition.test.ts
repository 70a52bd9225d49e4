import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/common/json.ts';
import { parseJson } from '../../../src/common/json-text.ts';
import { evaluateCondition } from '../../../src/expressions/evaluate-condition.ts';
import { MAX_CONDITION_OPERATORS, parseCondition } from '../../../src/expressions/parse-condition.ts';
import { ReadBudget } from '../../../src/expressions/read-budget.ts';

function holds(text: string, input: JsonObject = {}): boolean {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return evaluateCondition(parsed.value, input);
}

type Row = readonly [condition: string, input: JsonObject, expected: boolean];

describe('conditions of the language reference', () => {
  test.each<Row>([
    ['$.s == "ready"', { s: 'ready' }, true],
    ['$.s == "ready"', {}, false],
    ['$.ok == "true"', { ok: true }, true],
    ['$.ok', { ok: 'false' }, false],
    ['$.n > 3', { n: '4' }, true],
    ['$.n > 3', { n: 'x' }, true],
    ['$.a != ""', { a: '' }, false],
    ['$.a != -1', { a: -1 }, false],
    ['$.a && ($.b >= 4000 || $.c >= $.d)', { a: true, b: 1, c: 5, d: 5 }, true],
  ])('%s with %j is %s', (condition, input, expected) => {
    expect(holds(condition, input)).toBe(expected);
  });
});

describe('equality', () => {
  test.each<Row>([
    ['$.a == 1', { a: 1 }, true],
    ['$.a == 1', { a: '1.0' }, true],
    ['$.a == "1"', { a: '01' }, true],
    ['$.a == "1e3"', { a: 1000 }, true],
    ['$.a == "0x10"', { a: 16 }, false],
    ['$.a == "1e999"', { a: '2e999' }, false],
    ['$.a == true', { a: 'TRUE' }, true],
    ['$.a == true', { a: 'True' }, false],
    ['$.a == "FALSE"', { a: false }, true],
    ['$.a == true', { a: 2 }, true],
    ['$.a == null', { a: null }, true],
    ['$.a == null', { a: 0 }, true],
    ['$.a == null', { a: '' }, false],
    ['$.a == $.b', { a: [1, { x: null }], b: [1, { x: null }] }, true],
    ['$.a == $.b', { a: [1], b: [1, 2] }, false],
    ['$.a == $.b', { a: [1], b: { 0: 1 } }, false],
    ['$.a == $.b', { a: { 0: 1 }, b: [1] }, false],
    ['$.a == $.b', { a: { x: 1 }, b: { x: 1, y: 2 } }, false],
    ['$.a == $.b', { a: { x: 1 }, b: { y: 1 } }, false],
    ['$.a == $.b', { a: { x: 1 }, b: { x: 2 } }, false],
    ['$.a == $.b', { a: { x: 1, y: [2] }, b: { y: [2], x: 1 } }, true],
    ['$.a != $.b', { a: 'x', b: 'y' }, true],
    ['$.a != 1', { a: 'one' }, true],
  ])('%s with %j is %s', (condition, input, expected) => {
    expect(holds(condition, input)).toBe(expected);
  });

  test('compares values nested deeper than the call stack', () => {
    const deep = (): JsonObject => JSON.parse(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    expect(holds('$.x == $.y', { x: deep(), y: deep() })).toBe(true);
  });
});

describe('order', () => {
  test.each<Row>([
    ['$.a < 2', { a: 1 }, true],
    ['$.a <= 1', { a: 1 }, true],
    ['$.a > 1', { a: 1 }, false],
    ['$.a >= 1', { a: 1 }, true],
    ['"10" < "9"', {}, true],
    ['"a" < "ab"', {}, true],
    ['$.a < $.b', { a: '\uffff', b: '\u{10000}' }, true],
    ['$.a < $.b', { a: '\ue000', b: '\u{1f600}' }, true],
    ['$.a < "10"', { a: 9 }, true],
    ['$.a > "a"', { a: true }, true],
    ['$.a < "b"', { a: ['x'] }, true],
    ['$.a < 3', { a: null }, false],
    ['3 > $.a', { a: null }, false],
  ])('%s with %j is %s', (condition, input, expected) => {
    expect(holds(condition, input)).toBe(expected);
  });

  test('does not hold for what is too deep to have a text form', () => {
    const input = JSON.parse(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    expect(holds('$.a < "b"', input)).toBe(false);
    expect(holds('"b" > $.a || true', input)).toBe(true);
  });
});

describe('a missing path', () => {
  test.each(['==', '!=', '<', '<=', '>', '>='])('makes %s false on either side', (operator) => {
    expect(holds(`$.a ${operator} 1`)).toBe(false);
    expect(holds(`1 ${operator} $.a`)).toBe(false);
  });

  test('is false by itself and lets the other side decide', () => {
    expect(holds('$.a')).toBe(false);
    expect(holds('!$.a')).toBe(true);
    expect(holds('-$.a == 1')).toBe(false);
    expect(holds('$.a || true')).toBe(true);
    expect(holds('$.a && true')).toBe(false);
  });
});

describe('an error', () => {
  test.each([
    '"abc"',
    '!"abc"',
    '-"abc"',
    '-"abc" == 1',
    '1 == -"abc"',
    '"abc" && true',
    'true && "abc"',
    '"abc" || false',
    '!("abc" || false)',
    'null < 3',
    '!(null < 3)',
    '$.list',
    '!$.list',
  ])('makes %s false', (condition) => {
    expect(holds(condition, { list: [] })).toBe(false);
  });

  test('is outweighed by the other side of an ||', () => {
    expect(holds('"abc" || true')).toBe(true);
    expect(holds('null < 3 || $.a == 1', { a: 1 })).toBe(true);
    expect(holds('true || "abc"')).toBe(true);
    expect(holds('!(false && "abc")')).toBe(true);
  });
});

describe('numbers and truth', () => {
  test.each<Row>([
    ['-$.a == -3', { a: '3' }, true],
    ['$.a', { a: 1 }, true],
    ['$.a', { a: '0.0' }, false],
    ['$.a', { a: 'TRUE' }, true],
    ['$.a || $.b', { a: false, b: 0 }, false],
  ])('%s with %j is %s', (condition, input, expected) => {
    expect(holds(condition, input)).toBe(expected);
  });

  test('conditions as long as allowed are evaluated', () => {
    expect(holds(`$.a${' || $.a'.repeat(MAX_CONDITION_OPERATORS)}`, { a: 1 })).toBe(true);
    expect(holds(`${'!'.repeat(MAX_CONDITION_OPERATORS)}$.a`, { a: 1 })).toBe(true);
  });
});

describe('reading', () => {
  const large = { s: 'x'.repeat(100_000), a: Array.from({ length: 50_000 }, () => 1) };
  const read = (text: string) => {
    const budget = new ReadBudget();
    const parsed = parseCondition(text);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return [evaluateCondition(parsed.value, large, { budget }), budget.isSpent];
  };
  const repeat = (condition: string, count: number) => Array(count).fill(condition).join(' && ');

  test.each([
    ['large texts', '$.s == $.s', 20],
    ['large arrays', '$.a == $.a', 20],
    ['what a wildcard passes by', '$.a[*].missing == $.a[*].missing', 9],
  ])('%s is paid for, and a condition beyond the budget does not hold', (_what, condition, within) => {
    expect(read(repeat(condition, within))).toEqual([true, false]);
    expect(read(repeat(condition, within * 2))).toEqual([false, true]);
  });

  test('a budget is spent by all conditions that share it', () => {
    const budget = new ReadBudget();
    const parsed = parseCondition('$.s == "y" || true');
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const answers = Array.from({ length: 50 }, () => evaluateCondition(parsed.value, large, { budget }));
    expect(answers.filter((answer) => answer)).toHaveLength(50);
    expect(budget.isSpent).toBe(true);
  });
});

describe('numbers', () => {
  const input = parseJson(
    `{"a":1234567890123456789,"b":1234567890123456788,"t":"1234567890123456789","u":"1234567890123456788",
      "f":1e20,"i":100000000000000000000,"n":-9007199254740993,"list":[1234567890123456789],"other":[1234567890123456788],
      "round":[1e20],"same":[100000000000000000000]}`,
  ) as JsonObject;
  const holds = (text: string, numbers: 'exact' | 'double' = 'exact') => {
    const parsed = parseCondition(text);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return evaluateCondition(parsed.value, input, { numbers });
  };

  test.each([
    ['$.a == $.b', false, true],
    ['$.a != $.b', true, false],
    ['$.a > $.b', true, false],
    ['$.b >= $.a', false, true],
    ['$.a == 1234567890123456789', true, true],
    ['$.a == 1234567890123456790', false, true],
    ['-$.a == -1234567890123456789', true, true],
    ['-$.a < -1234567890123456788', true, false],
    ['$.n < -9007199254740992', true, false],
    ['$.t == $.a', true, true],
    ['$.t == $.u', false, true],
    ['$.t > $.b', true, false],
    ['$.list == $.other', false, true],
    ['$.f == $.i', true, true],
    ['$.round == $.same', true, true],
    ['$.f < 100000000000000000001', true, false],
    ['$.a > 0.5', true, true],
    ['$.a', true, true],
    ['!$.n', false, false],
  ])('%s is %s by all digits, and %s between the nearest doubles', (text, exact, double) => {
    expect([holds(text), holds(text, 'double')]).toEqual([exact, double]);
  });
});
