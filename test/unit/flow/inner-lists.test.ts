import { expect, test } from 'vitest';
import { allSteps, innerLists } from '../../../src/flow/inner-lists.ts';
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

test('The steps of a distributed foreach are inside it, with the keys of item and index', () => {
  const flow = flowOf(`version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { collection: $.items, item: item, index: at }
    distributed: {}
    steps: [{ type: pass, name: inner }]
`);
  expect(flow.steps.flatMap(innerLists)).toMatchObject([{ keys: ['item', 'at'], fallsBack: false }]);
  expect(allSteps(flow.steps).map(({ name }) => name)).toEqual(['each', 'inner']);
});
