import { expect, test } from 'vitest';
import { partOf } from '../../../src/flow/map-run.ts';
import { flowOf } from '../../../src/testing/run-flow.ts';

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
