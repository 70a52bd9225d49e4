import fc from 'fast-check';
import { expect, test } from 'vitest';
import { casesOf } from '../../../../helpers/property-cases.ts';
import { wholeVariable } from '../../../../helpers/whole-number.ts';
import { type Action, HistoryRun, QUEUES, type Step } from './history-run.ts';

// FDL_HISTORIES asks for more of them than `npm test` runs; FDL_SEED for others.

const HISTORIES = wholeVariable('FDL_HISTORIES', 1, casesOf(300));
const SEED = wholeVariable('FDL_SEED', 0, 1);

const queue = fc.constantFrom(...Object.keys(QUEUES));
const send = queue.chain((name) =>
  fc.record({
    kind: fc.constant('send' as const),
    queue: fc.constant(name),
    sending: name.endsWith('.fifo')
      ? fc.record({
          body: fc.constantFrom('a', 'b'),
          groupId: fc.constantFrom('g1', 'g2', 'g3'),
          deduplicationId: fc.integer({ min: 1, max: 12 }).map(String),
        })
      : fc.record(
          {
            body: fc.constantFrom('a', 'b', '𠮷'),
            priority: fc.constantFrom(1, 8, 16),
            delaySeconds: fc.constantFrom(0, 0, 2),
          },
          { requiredKeys: ['body'] },
        ),
  }),
);
const receive = fc.record({
  kind: fc.constant('receive' as const),
  queue,
  max: fc.integer({ min: 1, max: 4 }),
  hideSeconds: fc.constantFrom(0, 2, 5, 30),
});
const handle = fc.nat({ max: 30 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { arbitrary: send, weight: 6 },
  { arbitrary: receive, weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant('delete' as const), handle }), weight: 4 },
  {
    arbitrary: fc.record({
      kind: fc.constant('hide' as const),
      handle,
      seconds: fc.constantFrom(0, 0, 3, 60),
    }),
    weight: 3,
  },
  { arbitrary: fc.record({ kind: fc.constant('purge' as const), queue }), weight: 1 },
);
/** Receivers of one queue are served together, so of those there is one at a time. */
const atOnce = fc.array(action, { minLength: 1, maxLength: 4 }).map((actions) => {
  const served = new Set<string>();
  return actions.filter((each) => {
    if (each.kind !== 'receive') return true;
    const isFirst = !served.has(each.queue);
    served.add(each.queue);
    return isFirst;
  });
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      actions: atOnce,
      fate: fc.oneof(
        { arbitrary: fc.constant('lives' as const), weight: 8 },
        { arbitrary: fc.constant('dies before the commit' as const), weight: 1 },
        { arbitrary: fc.constant('dies after the commit' as const), weight: 1 },
      ),
    }),
    weight: 10,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 999, 2_000, 5_000, 70_000),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({ kind: fc.constant('setClock' as const), ms: fc.constantFrom(1_000, 3_600_000) }),
    weight: 1,
  },
  { arbitrary: fc.constant({ kind: 'moveBack' as const }), weight: 1 },
);

test(
  'queues do as a list of messages would, whatever is asked at once, when clocks are set and processes die',
  async () => {
    const holds = async (steps: readonly Step[]) => {
      const run = await HistoryRun.begin();
      for (const each of steps) {
        for (const [shown, expected] of await run.take(each)) expect(shown).toEqual(expected);
      }
      for (const [shown, expected] of await run.compareAll()) expect(shown).toEqual(expected);
      await run.end();
    };
    const histories = fc.array(step, { minLength: 5, maxLength: 40 });
    await fc.assert(fc.asyncProperty(histories, holds), { numRuns: HISTORIES, seed: SEED });
  },
  Math.max(60_000, HISTORIES * 100),
);
