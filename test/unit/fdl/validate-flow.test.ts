import { expect, test } from 'vitest';
import { validateFlow } from '../../../src/fdl/validate-flow.ts';

const VALID = 'version: v1\ntype: flow\nsteps:\n  - {type: succeed, name: done}\n';

test('a valid definition has no problems', () => {
  expect(validateFlow(VALID)).toEqual([]);
});

test('each problem has its place', () => {
  expect(validateFlow(VALID.replace('succeed', 'sucede'))).toMatchObject([
    { severity: 'error', path: 'steps[0].type', line: 4 },
  ]);
});

test('limits are those of the caller', () => {
  const limits = { definitionBytes: 10, definitionTokens: 100, nesting: 1, steps: 1 };
  expect(validateFlow(VALID, limits)).toMatchObject([{ code: 'definition-too-large' }]);
});
