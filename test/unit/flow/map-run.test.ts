import { expect, test } from 'vitest';
import type { Flow } from '../../../src/flow/flow.ts';
import { partOf } from '../../../src/flow/map-run.ts';
import { mapTarget } from '../../../src/targets/map-run.ts';
import { flowOf, Run } from '../../../src/testing/run-flow.ts';

const FLOW = flowOf(`version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps:
          - type: foreach
            name: outer
            iterationMapping: { collection: $.items, item: item }
            distributed: { batchSize: 10 }
            steps:
              - type: foreach
                name: inner
                iterationMapping: { collection: $.item.parts, item: part, index: at }
                distributed: {}
                steps: [{ type: pass, name: nothing }]
`);

const OUTER = 'steps[0].branches[0].steps[0]';

test('A distributed foreach is known by its place, also inside another', () => {
  const names = [OUTER, `${OUTER}.steps[0]`].map((place) => {
    const part = partOf(FLOW, { flowId: 'f', place, kind: 'batch' });
    return part?.steps.map(({ name }) => name);
  });
  expect(names).toEqual([['outer'], ['inner']]);
});

test.each(['run', 'batch'] as const)('There is no %s of a place where nothing is distributed', (kind) => {
  expect(partOf(FLOW, { flowId: 'f', place: 'steps[0]', kind })).toBeUndefined();
});

test('A batch runs the steps of the foreach, and a map run runs none of them', () => {
  const [batch] = partOf(FLOW, { flowId: 'f', place: OUTER, kind: 'batch' })?.steps ?? [];
  const run = partOf(FLOW, { flowId: 'f', place: OUTER, kind: 'run' });
  expect(batch).toMatchObject({ type: 'foreach', isBatch: true, steps: [{ name: 'inner' }] });
  expect(JSON.stringify(run)).not.toContain('inner');
});

test('A batch whose results go into an object has a last task that writes them, and keeps none', () => {
  const flow = flowOf(`version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { collection: $.items, item: item }
    distributed: { resultWriter: { bucket: b } }
    steps: [{ type: pass, name: nothing, outputMappings: [{ target: got, source: $input.item }] }]
`);
  const batch = partOf(flow, { flowId: 'f', place: 'steps[0]', kind: 'batch' }) as Flow;
  const object = { bucket: 'b', key: 'k' };
  const run = new Run(batch, { input: { items: [1, 2], first: 0, input: {}, resultObject: object } }).toEnd();
  expect(run.calls.map(({ target, input }) => ({ target, input }))).toEqual([
    { target: mapTarget('write'), input: { results: [{ got: 1 }, { got: 2 }], resultObject: object } },
  ]);
  expect(run.output).toEqual({});
});
