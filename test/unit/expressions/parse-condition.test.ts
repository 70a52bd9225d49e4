import { describe, expect, test } from 'vitest';
import { MAX_CONDITION_OPERATORS, parseCondition } from '../../../src/expressions/parse-condition.ts';
import { printCondition } from '../../../src/expressions/print-condition.ts';

function normalise(text: string): string {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return printCondition(parsed.value);
}

describe('a condition', () => {
  test.each([
    ['$.status == "success"', '$.status == "success"'],
    ['$.a==$.b', '$.a == $.b'],
    ['$.has_more', '$.has_more'],
    ['$.a || $.b && $.c', '$.a || $.b && $.c'],
    ['($.a || $.b) && $.c', '($.a || $.b) && $.c'],
    ['$.a && ($.b && $.c)', '$.a && ($.b && $.c)'],
    ['!($.a == 1) || !$.b', '!($.a == 1) || !$.b'],
    ['1 < 2 == true', '1 < 2 == true'],
    ['1 < (2 == true)', '1 < (2 == true)'],
    ['-1', '-1'],
    ['--1', '1'],
    ['-0', '0'],
    ['- $.a', '-$.a'],
    ['-($.a || $.b)', '-($.a || $.b)'],
    ['$.n >= 12.5', '$.n >= 12.5'],
    ['.5 != 1e3', '0.5 != 1000'],
    ['`a\\b` == null', '"a\\\\b" == null'],
    ['"\\"" == false', '"\\"" == false'],
    ['\n $["a-b"][*] == 1\t', '$["a-b"][*] == 1'],
    ['$', '$'],
  ])('%j reads as %j', (text, printed) => {
    expect(normalise(text)).toBe(printed);
  });

  test('folds the sign into a number and nothing else', () => {
    expect(parseCondition('-2')).toEqual({ ok: true, value: { kind: 'literal', value: -2 } });
    expect(parseCondition('-"2"')).toMatchObject({ value: { kind: 'negate' } });
  });
});

describe('a text is no condition', () => {
  test.each([
    ['', 0, 1, 'A value is expected'],
    ['$.a ==', 6, 1, 'A value is expected'],
    ['== 1', 0, 1, 'A value is expected'],
    ['$.a $.b', 4, 1, 'An operator or the end'],
    ['$.a)', 3, 1, 'An operator or the end'],
    ['($.a', 4, 1, 'A ")" is expected'],
    ['($.a && ) || (', 8, 1, 'A value is expected'],
    ['$.a = 1', 4, 1, 'Equality is written "=="'],
    ['$.a & $.b', 4, 1, 'joined with "&&"'],
    ['$.a | $.b', 4, 1, 'joined with "||"'],
    ["$.a == 'x'", 7, 1, 'double quotes'],
    ['$.a + 1', 4, 1, '"+" has no meaning'],
    ['$.a 😀', 4, 1, '"😀" has no meaning'],
    ['status == "a"', 0, 6, '"status" means nothing'],
    ['$input.a == 1', 0, 6, 'bring $input into it'],
    ['$.a == "x', 7, 2, 'no closing "'],
    ['$.a == "\\q"', 8, 2, 'escape is unknown'],
    ['$.a. == 1', 3, 1, 'must be followed by a name'],
    ['$.a > 1e999', 6, 5, 'too large'],
  ])('when it is %j: at %i', (text, offset, length, message) => {
    expect(parseCondition(text)).toEqual({
      ok: false,
      problem: { offset, length, message: expect.stringContaining(message) },
    });
  });

  test.each([
    ['parentheses', (count: number) => `${'('.repeat(count)}$.a${')'.repeat(count)}`],
    ['negations', (count: number) => `${'!'.repeat(count)}$.a`],
    ['joined parts', (count: number) => `$.a${' || $.a'.repeat(count)}`],
  ])('when it has more %s than the limit, and up to the limit it is one', (_title, build) => {
    expect(parseCondition(build(MAX_CONDITION_OPERATORS)).ok).toBe(true);
    expect(parseCondition(build(MAX_CONDITION_OPERATORS + 1))).toMatchObject({
      problem: { message: expect.stringContaining('at most 500 operators') },
    });
  });
});
