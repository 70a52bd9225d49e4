import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InvokeTask } from '../../../src/interpreter/effect.ts';
import { Run } from '../../../src/testing/run-flow.ts';

const FLOW = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - type: task
        name: work
        resourceArn: acs:fc:::services/s/functions/f
        inputMappings: [{target: item, source: $input.item}]
    outputMappings: [{target: all, source: "$local[*].v"}]
`;

/** Which of the open calls ends next, as positions among them. */
const picks = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });

test('results keep the order of the collection, whatever the order in which the iterations end', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 10 }),
      picks,
      (length, concurrency, order) => {
        const items = Array.from({ length }, (_, at) => at);
        const run = new Run(FLOW, { input: { items }, limits: { concurrency }, task: () => undefined });
        run.give({ type: 'Start' });
        const ended = new Set<InvokeTask>();
        for (const pick of order.slice(0, length)) {
          const open = run.calls.filter((call) => !ended.has(call));
          expect(open.length).toBeLessThanOrEqual(concurrency);
          const call = open[pick % open.length] as InvokeTask;
          ended.add(call);
          const output = JSON.stringify({ v: call.input['item'] });
          run.give({ type: 'CompleteTask', task: call.task, output });
        }
        expect(run.output).toEqual({ all: items });
      },
    ),
  );
});
