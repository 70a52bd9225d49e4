import { OPERATION_NAMES, operations } from '../../../src/api/operations.ts';
import { TWO_PASSES } from '../../helpers/api-flows.ts';
import { checkedAnswer } from '../api-run.ts';
import type { Target } from '../target.ts';

const GOOD = { Name: 'f', FlowName: 'f', ExecutionName: 'e', ScheduleName: 's', Limit: 1, Input: {} };
const MADE = {
  Name: 'new',
  Definition: TWO_PASSES,
  Description: '',
  Type: 'FDL',
  CronExpression: '@every 1m',
};
const names = [...new Set(OPERATION_NAMES.flatMap((name) => Object.keys(operations[name].params)))];

/** JSON bodies, the path in the first line: each gets an answer. */
export const json: Target = {
  seeds: OPERATION_NAMES.flatMap((name) => [
    `/${name}\n${JSON.stringify(GOOD)}`,
    `/${name}\n${JSON.stringify({ ...GOOD, ...MADE, ScheduleName: 'new' })}`,
  ]),
  words: [
    ...names.map((name) => `"${name}":`),
    ...OPERATION_NAMES.map((name) => `/${name}\n`),
    ...[
      '{}',
      '[]',
      'null',
      'true',
      '1e400',
      '-0',
      '"\\ud800"',
      '"\\u0000"',
      '"__proto__":{"a":1},',
      '"x"',
      ',',
    ],
    ...['{"a":', '[[[[', '"2024-01-01T00:00:00Z"', '"@every 1m"', '12345678901234567890', '"constructor":1,'],
  ],
  async run(input) {
    const end = `${input}\n`.indexOf('\n');
    const headers = { 'content-type': 'application/json' };
    const [path, body] = [input.slice(0, end), input.slice(end + 1)];
    await checkedAnswer({ method: 'POST', path, query: '', headers, body });
  },
};
