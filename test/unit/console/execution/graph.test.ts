import { expect, test } from 'vitest';
import {
  iterationsAround,
  selectedTally,
} from '../../../../console/src/pages/execution/graph/selected-tally.ts';
import { modelOf } from './model-of.ts';

const model = modelOf(
  `
  - type: foreach
    name: Outer
    iterationMapping: {collection: $.items, item: item}
    steps:
      - type: foreach
        name: Inner
        iterationMapping: {collection: $.items, item: inner}
        steps: [{type: pass, name: Step}]
  - {type: pass, name: After}`,
  { input: { items: [1, 2, 3] } },
);
const runs = model.runs.values();

test('a run in nested iterations narrows the picture to both of them', () => {
  const run = runs.findLast(({ name }) => name === 'Step');
  const around = iterationsAround(model, run);
  expect(around.map(({ index }) => index)).toEqual([2, 2]);
  const { totals } = selectedTally(model, around);
  const entered = [...totals.values()].map(({ name, entered: count }) => [name, count]);
  expect(Object.fromEntries(entered)).toEqual({ Outer: 1, After: 1, Inner: 1, Step: 1 });
});

test('a run outside of iterations leaves all of them counted together', () => {
  const run = runs.find(({ name }) => name === 'After');
  expect(iterationsAround(model, run)).toEqual([]);
  expect(selectedTally(model, []).totals.get('"Outer"[]"Inner"[]"Step"')?.entered).toBe(9);
});
