import { expect, test } from 'vitest';
import { evolve } from '../../../src/interpreter/evolve.ts';
import { fromSnapshot, toSnapshot } from '../../../src/interpreter/snapshot.ts';
import { initialState } from '../../../src/interpreter/state.ts';
import { failing, Run } from '../../../src/testing/run-flow.ts';

const FLOW = `version: v1
type: flow
inputMappings: [{target: items, source: $input.list}]
steps:
  - {type: pass, name: first, outputMappings: [{target: mark, source: 1}]}
  - type: choice
    name: pick
    choices:
      - condition: false
      - condition: true
        steps:
          - type: foreach
            name: each
            iterationMapping: {collection: $.items, item: item}
            steps:
              - type: parallel
                name: both
                branches:
                  - steps:
                      - type: task
                        name: call
                        resourceArn: acs:fc:::services/s/functions/f
                        pattern: waitForCallback
                        timeoutSeconds: 60
                        inputMappings:
                          - {target: token, source: $context.task.token}
                          - {target: item, source: $input.item}
                        retry: [{errors: [X], maxAttempts: 1}]
                        catch: [{errors: [FnF.ALL], goto: after}]
                      - {type: pass, name: after}
                  - steps:
                      - {type: wait, name: rest, duration: 5}
                      - {type: task, name: plain, resourceArn: "acs:fc:::services/s/functions/g"}
              - type: choice
                name: last
                default:
                  steps: [{type: pass, name: end, outputMappings: [{target: v, source: $input.item}]}]
            outputMappings: [{target: all, source: "$local[*].v"}]
`;

test('a state read from its snapshot is the state, at every event of a run', () => {
  const run = new Run(FLOW, {
    input: { list: ['a', 'b', 'c'] },
    limits: { concurrency: 2 },
    task: ({ stepName, task }) => (stepName === 'call' && task.attempt === 0 ? failing('X') : failing('Y')),
  }).toEnd();
  const { flow, facts } = run.state;
  let state = initialState(flow, facts);
  const kinds = new Set<string>();
  for (const { events, at } of run.steps) {
    for (const event of events) {
      state = evolve(state, event, at, 'message');
      if (state.end !== undefined) break;
      const restored = fromSnapshot(initialState(flow, facts), JSON.parse(JSON.stringify(toSnapshot(state))));
      expect(restored.frames.values()).toEqual(state.frames.values());
      expect({ ...restored, frames: 0 }).toEqual({ ...state, frames: 0 });
      for (const frame of state.frames.values()) kinds.add(frame.active?.phase.kind ?? 'between');
    }
  }
  expect([...kinds].toSorted()).toEqual([
    'between',
    'caught',
    'choosing',
    'entered',
    'failing',
    'fanning',
    'finished',
    'retrying',
    'running',
    'scheduled',
    'submitted',
    'succeeded',
    'waiting',
  ]);
});

test('a snapshot before the first event is that of nothing', () => {
  const { flow, facts } = new Run(FLOW).state;
  const state = initialState(flow, facts);
  expect(fromSnapshot(initialState(flow, facts), toSnapshot(state))).toEqual(state);
});

test('a collection is not repeated for each open iteration', () => {
  const list = Array.from({ length: 50 }, (_, at) => `element-${at}-${'x'.repeat(100)}`);
  const run = new Run(FLOW, { input: { list }, task: () => undefined });
  run.give({ type: 'Start' });
  expect(run.state.frames.size).toBeGreaterThan(100);
  expect(JSON.stringify(toSnapshot(run.state)).length).toBeLessThan(10 * JSON.stringify(list).length);
});
