import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/common/json.ts';
import { jsonIn, parseJson, parseStored, readJson, stringifyJson } from '../../../src/common/json-text.ts';
import { wideInteger } from '../../helpers/expression-arbitrary.ts';
import { casesOf } from '../../helpers/property-cases.ts';

const NOW_AND_THEN = { numRuns: casesOf(300) };

describe('whole numbers', () => {
  test.each([
    '1234567890123456789',
    '{"a":[-9007199254740993,{"b":12345678901234567890}]}',
    '{"id":1180591620717411303424,"text":"1234567890123456789"}',
    ' [ 1234567890123456789 , 1 ] ',
    '{"__proto__":1234567890123456789}',
  ])('keep their digits in %s', (text) => {
    const value = parseJson(text);
    expect(stringifyJson(value)).toBe(text.replaceAll(' ', ''));
    expect(readJson(text)).toEqual({ value });
    expect(parseStored(text)).toEqual(value);
  });

  test('keep their digits wherever they stand, however long the text around is', () => {
    const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
    fc.assert(
      fc.property(json, wideInteger, fc.nat(40), (around, wide, padding) => {
        const text = `{"around":${JSON.stringify(around)},${' '.repeat(padding)}"wide":${wide}}`;
        expect(parseJson(text)).toHaveProperty('wide', wide);
        const value = { deep: [wide, { around, wide }] };
        expect(stringifyJson(parseJson(stringifyJson(value)))).toBe(stringifyJson(value));
      }),
      NOW_AND_THEN,
    );
  });

  test('are written with an indent as well', () => {
    expect(stringifyJson({ a: 12345678901234567890n }, 2)).toBe('{\n  "a": 12345678901234567890\n}');
  });
});

describe('a number that no double can hold', () => {
  test.each([
    ['1e400'],
    ['[-1E+309]'],
    ['{"a":{"b":[1,2.5e0400]}}'],
    [`{"a":${'9'.repeat(310)}}`],
    [`[${'9'.repeat(310)}.5]`],
    ['[1.0000000000000001e999 ]'],
  ])('is refused with its digits: %s', (text) => {
    expect(readJson(text)).toEqual({
      problem: expect.stringMatching(/^holds the number -?\d.*, which is out of range; numbers end at about/),
      beyondRange: expect.any(String),
    });
  });

  test('is read as infinite from what was stored before it was refused', () => {
    expect(parseJson('[1e400]')).toEqual([Number.POSITIVE_INFINITY]);
  });

  test('is none when it is text, small or near zero', () => {
    expect(readJson('{"a":"1e400","b":1e-400,"c":1.7976931348623157e308}')).toEqual({
      value: { a: '1e400', b: 0, c: Number.MAX_VALUE },
    });
  });
});

test('text that is not JSON is told with the reason', () => {
  expect(readJson('{"a":')).toEqual({ problem: expect.stringMatching(/^is not JSON: Unexpected end/) });
  expect(readJson('{"a":1234567890123456789,}')).toEqual({
    problem: expect.stringMatching(/^is not JSON: /),
  });
  expect(() => parseJson('{')).toThrow(SyntaxError);
});

test('what is nested deeper than the stack is read without its wide numbers, to be refused for its depth', () => {
  const text = `${'['.repeat(60_000)}1234567890123456789${']'.repeat(60_000)}`;
  expect(readJson(text)).toHaveProperty('value');
});

test('text that may be anything is the value of its JSON, or nothing', () => {
  expect(jsonIn('{"a":null}')).toEqual({ a: null });
  expect(jsonIn('null')).toBeNull();
  expect(['', '{', 'undefined', '{"a":1}x'].map(jsonIn)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
