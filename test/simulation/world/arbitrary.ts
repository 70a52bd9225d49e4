import fc from 'fast-check';
import { printFlow } from '../../../src/fdl/print-flow.ts';
import type { CallOutcome } from '../../../src/ports/task-targets.ts';
import type { Workers } from '../../../src/testing/simulation/outside.ts';
import type { Scenario } from '../../../src/testing/simulation/simulation.ts';
import { flowArbitrary } from '../../helpers/flow-arbitrary.ts';

const CHILD = JSON.stringify({ version: 'v1', type: 'flow', steps: [{ type: 'pass', name: 'nothing' }] });

/** A flow as `flowArbitrary` draws it: it may do anything, so only the promises are checked, not how it ends. */
export function arbitraryScenario(seed: number): Scenario {
  const [flow] = fc.sample(flowArbitrary, { seed, numRuns: 1 });
  if (flow === undefined) throw new Error('no flow was drawn');
  return {
    name: `arbitrary ${seed}`,
    flows: { main: printFlow(flow), child: CHILD },
    input: JSON.stringify({ a: 1, items: [{ a: 'b' }, 'c'], b: { items: [1, 2] } }),
    workers: WORKERS,
    // A loop without a task is soon over.
    limits: { events: 400 },
    isOpenEnded: true,
  };
}

const OUTCOMES: readonly CallOutcome[] = [
  { kind: 'succeeded', output: '{"a":2,"items":[1,2]}' },
  { kind: 'succeeded', output: '"{\\"b\\": 1.0}"' },
  { kind: 'succeeded', output: 'null' },
  { kind: 'failed', failure: { error: 'OutOfStock', cause: '' } },
  { kind: 'failed', failure: { error: 'FC.Unknown', cause: 'why' } },
];

const WORKERS: Workers = {
  async invoke({ caller: { taskId } }) {
    const [entry, attempt] = taskId.split('/').slice(-2).map(Number);
    return OUTCOMES[((entry ?? 0) * 7 + (attempt ?? 0)) % OUTCOMES.length];
  },
  report({ task: { entry, attempt } }) {
    return (entry + attempt) % 3 === 0
      ? { kind: 'failed', failure: { error: 'OutOfStock', cause: '' } }
      : { kind: 'succeeded', output: '{"a":3}' };
  },
};
