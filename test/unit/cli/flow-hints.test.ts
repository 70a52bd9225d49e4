import { expect, test } from 'vitest';
import { flowHints, NO_HINTS } from '../../../src/cli/flow-hints.ts';
import { readHints } from '../../../src/cli/read-hints.ts';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';

function hintsOf(steps: string) {
  const { flow, diagnostics } = parseFlow(`version: v1\ntype: flow\nsteps:\n${steps}`);
  if (flow === undefined) throw new Error(JSON.stringify(diagnostics));
  return flowHints(flow);
}

const pay = `
  - type: task
    name: pay
    resourceArn: acs:fc:::services/s/functions/pay
    retry:
      - {errors: [Busy], intervalSeconds: 10, multiplier: 2, maxIntervalSeconds: 30, maxAttempts: 5}
      - {errors: [FnF.ALL], intervalSeconds: 1, maxAttempts: 1}
`;

test('the delay before a retry grows up to its maximum', () => {
  const hints = hintsOf(pay);
  const delays = [1, 2, 3].map((count) => hints.retryDelay('pay', Array(count).fill('Busy')));
  expect(delays).toEqual([10_000, 20_000, 30_000]);
});

test('every retry policy counts for itself', () => {
  expect(hintsOf(pay).retryDelay('pay', ['Busy', 'Other'])).toBe(1_000);
  expect(hintsOf(pay).retryDelay('pay', ['Busy', 'Other', 'Busy'])).toBe(20_000);
});

test('an error that no policy names has no retry', () => {
  const hints = hintsOf(pay.replace('FnF.ALL', 'Rare'));
  expect(hints.retryDelay('pay', ['Other'])).toBeUndefined();
});

const each = `
  - type: foreach
    name: each
    iterationMapping: {collection: $.order.lines, item: line}
    steps:
      - type: parallel
        name: both
        branches:
          - steps: [{type: pass, name: a}]
          - steps: [{type: pass, name: b}]
`;

test('a foreach has as many iterations as its collection has elements', () => {
  const hints = hintsOf(each);
  expect(hints.iterations('each', { order: { lines: [1, 2, 3] } })).toBe(3);
  expect(hints.iterations('each', { order: {} })).toBeUndefined();
  expect(hints.iterations('each', undefined)).toBeUndefined();
});

test('a parallel step has as many branches as its definition', () => {
  expect(hintsOf(each).iterations('both', {})).toBe(2);
});

test('a name that two lists use has no hints', () => {
  const twice = `${each}\n  - type: choice\n    name: c\n    choices: []\n    default:\n      steps: [{type: pass, name: each}]\n`;
  expect(hintsOf(twice).iterations('each', { order: { lines: [1] } })).toBeUndefined();
});

test('a definition that is not understood gives no hints', async () => {
  expect(await readHints('type: [')).toBe(NO_HINTS);
  expect(NO_HINTS.iterations('a', {})).toBeUndefined();
  expect(NO_HINTS.retryDelay('a', ['E'])).toBeUndefined();
});
