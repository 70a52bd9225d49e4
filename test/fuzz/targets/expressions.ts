import { deepStrictEqual, ok } from 'node:assert/strict';
import { stringifyJson } from '../../../src/common/json-text.ts';
import { evaluateCondition } from '../../../src/expressions/evaluate-condition.ts';
import { evaluatePath } from '../../../src/expressions/evaluate-path.ts';
import { parseCondition } from '../../../src/expressions/parse-condition.ts';
import { parsePath } from '../../../src/expressions/parse-path.ts';
import { printCondition } from '../../../src/expressions/print-condition.ts';
import { printPath } from '../../../src/expressions/print-path.ts';
import type { Target } from '../target.ts';

const DATA = {
  a: 1,
  b: { c: [1, 'x', null, { d: true }], 'e f': '10' },
  ä: [[1], [2, 3], []],
  t: '2024-01-01',
};
const SCOPE = { input: DATA, local: { a: [DATA, DATA] }, context: { task: { token: 't' } } };

/** Paths and conditions: what is printed reads the same, and conditions answer true or false. */
export const expressions: Target = {
  seeds: [
    '$input.a.b[0]["c d"][*].e',
    '$local.a[-1].*',
    '$context.task.token',
    '$.a == 1 && !($.b.c[0] < "x") || -$.t >= 1e3',
    '"\\u0041\\x41\\101" != `raw`',
  ],
  words: [
    ...'$ $input $local $context .a [0] [-1] [*] .* ["a"] && || ! == != <= >= < > ( ) - null true false'.split(
      ' ',
    ),
    ...['1e999', '"\\U0010ffff"', '"\\ud800"', '.__proto__', '["constructor"]', '9007199254740993', '..'],
  ],
  run(text) {
    const path = parsePath(text, ['$input', '$local', '$context', '$']);
    if (path.ok) {
      deepStrictEqual(parsePath(printPath(path.value), ['$input', '$local', '$context']), path);
      stringifyJson(evaluatePath(path.value, SCOPE));
    } else ok(path.problem.offset <= text.length);
    const condition = parseCondition(text);
    if (condition.ok) {
      deepStrictEqual(parseCondition(printCondition(condition.value)), condition);
      ok(typeof evaluateCondition(condition.value, DATA) === 'boolean');
    } else ok(condition.problem.offset <= text.length);
  },
};
