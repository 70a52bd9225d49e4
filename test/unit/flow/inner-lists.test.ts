import { expect, test } from 'vitest';
import { allSteps } from '../../../src/flow/inner-lists.ts';
import { flowOf } from '../../../src/testing/run-flow.ts';

test('every step is there, those of inner lists behind the step that holds them', () => {
  const { steps } = flowOf(`version: v1
type: flow
steps:
  - {type: parallel, name: both, branches: [{steps: [{type: pass, name: left}]}, {steps: [{type: pass, name: right}]}]}
  - {type: choice, name: decide, choices: [{condition: "true", steps: [{type: pass, name: inner}]}]}
  - {type: succeed, name: done}
`);
  expect(allSteps(steps).map(({ name }) => name)).toEqual([
    'both',
    'left',
    'right',
    'decide',
    'inner',
    'done',
  ]);
});
