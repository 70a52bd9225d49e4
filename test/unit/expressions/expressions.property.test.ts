import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deepEqual } from '../../../src/common/deep-equal.ts';
import type { JsonValue } from '../../../src/common/json.ts';
import { parseJson, stringifyJson } from '../../../src/common/json-text.ts';
import { measureJson } from '../../../src/common/measure-json.ts';
import { looselyEqual, looselyOrder } from '../../../src/expressions/compare.ts';
import { evaluateCondition } from '../../../src/expressions/evaluate-condition.ts';
import { evaluatePath } from '../../../src/expressions/evaluate-path.ts';
import { parseCondition } from '../../../src/expressions/parse-condition.ts';
import { parsePath } from '../../../src/expressions/parse-path.ts';
import { printCondition } from '../../../src/expressions/print-condition.ts';
import { printPath } from '../../../src/expressions/print-path.ts';
import { binaryText } from '../../helpers/binary-text.ts';
import { conditionArbitrary, pathArbitrary, wideInteger } from '../../helpers/expression-arbitrary.ts';

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
const withWide = fc.oneof(json, wideInteger, fc.array(fc.oneof(json, wideInteger)));
const symbols = fc.constantFrom(...'$.[]*"`\'\\()!&|=<>-01e ', 'input', 'local', 'true', 'ä', '😀');
const noise = fc.oneof(
  binaryText(),
  fc.array(symbols, { maxLength: 30 }).map((parts) => parts.join('')),
);

describe('what is printed parses to the same', () => {
  test('path', () => {
    fc.assert(
      fc.property(pathArbitrary(['input', 'local', 'context']), (path) => {
        expect(parsePath(printPath(path), ['$input', '$local', '$context'])).toEqual({
          ok: true,
          value: path,
        });
      }),
    );
  });

  test('condition', () => {
    fc.assert(
      fc.property(conditionArbitrary, (condition) => {
        expect(parseCondition(printCondition(condition))).toEqual({ ok: true, value: condition });
      }),
    );
  });
});

describe('any text', () => {
  test('is a path or has a problem inside it', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const parsed = parsePath(`$${text}`, ['$', '$input', '$local']);
        if (!parsed.ok) expect(parsed.problem.offset).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });

  test('is a condition that answers true or false, or has a problem inside it', () => {
    fc.assert(
      fc.property(noise, json, (text, a) => {
        const parsed = parseCondition(text);
        if (parsed.ok) expect(evaluateCondition(parsed.value, { a })).toBeTypeOf('boolean');
        else expect(parsed.problem.offset).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('any value', () => {
  test('is as large as its text', () => {
    fc.assert(
      fc.property(withWide, (value) => {
        expect(measureJson(value).bytes).toBe(Buffer.byteLength(stringifyJson(value)));
      }),
    );
  });

  test('equals its copy, and equality and order are symmetric', () => {
    fc.assert(
      fc.property(withWide, withWide, (one, other) => {
        expect(deepEqual(one, parseJson(stringifyJson(one)))).toBe(true);
        expect(looselyEqual(one, other)).toBe(looselyEqual(parseJson(stringifyJson(one)), other));
        expect(looselyEqual(one, other)).toBe(looselyEqual(other, one));
        const [order, reverse] = [looselyOrder(one, other), looselyOrder(other, one)];
        expect(order === undefined ? undefined : Math.sign(order) + Math.sign(reverse ?? Number.NaN)).toBe(
          order === undefined ? reverse : 0,
        );
      }),
    );
  });

  test('answers an array to every path with a wildcard', () => {
    fc.assert(
      fc.property(pathArbitrary(['input']), json, (path, input) => {
        const answer = evaluatePath(path, { input, local: {}, context: {} });
        if (path.segments.some(({ kind }) => kind === 'every')) expect(answer).toBeInstanceOf(Array);
      }),
    );
  });

  test('makes every condition true or false', () => {
    fc.assert(
      fc.property(conditionArbitrary, json, json, (condition, a, b) => {
        expect(evaluateCondition(condition, { a, b })).toBeTypeOf('boolean');
      }),
    );
  });
});

test('texts are ordered by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      expect(Math.sign(looselyOrder(one, other) ?? Number.NaN)).toBe(
        Buffer.compare(Buffer.from(one), Buffer.from(other)),
      );
    }),
  );
});
