import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/flow/flow.ts';
import { decide } from '../../../src/interpreter/decide.ts';
import { pendingEffects } from '../../../src/interpreter/effects.ts';
import { evolve } from '../../../src/interpreter/evolve.ts';
import { nextRetry } from '../../../src/interpreter/retry.ts';
import { hasEnded, initialState } from '../../../src/interpreter/state.ts';
import { failing, Run, type TaskAnswer } from '../../../src/testing/run-flow.ts';
import { flowArbitrary } from '../../helpers/flow-arbitrary.ts';

const answer = fc.oneof<fc.Arbitrary<TaskAnswer>[]>(
  fc.constant({}),
  fc.record({ value: fc.integer() }),
  fc.constantFrom('FC.Unknown', 'FnF.TaskTimeout', 'Custom').map((error) => failing(error)),
  fc.constant(undefined),
);

/** A flow, and how its tasks answer one after another; there are no more results once the list is used up. */
const runs = fc.record({
  flow: flowArbitrary,
  answers: fc.array(answer, { minLength: 1, maxLength: 20 }),
  commitEvents: fc.integer({ min: 1, max: 40 }),
});

function play({
  flow,
  answers,
  commitEvents,
}: {
  flow: Flow;
  answers: TaskAnswer[];
  commitEvents: number;
}): Run {
  return new Run(flow, {
    input: { a: 1, items: [1, 2, 3] },
    task: (_effect, calls) => answers[calls - 1],
    limits: { events: 600, commitEvents },
    maxCommands: 200,
  }).toEnd();
}

describe('any flow under any answers', () => {
  test('folds from its log to the state that the decisions left', () => {
    fc.assert(
      fc.property(runs, (spec) => {
        const run = play(spec);
        let state = initialState(run.state.flow, run.state.facts);
        for (const { events, at } of run.steps) {
          for (const event of events) state = evolve(state, event, at, 'message');
        }
        expect(state.lastEventId).toBe(run.events.length);
        expect({ ...state, frames: state.frames.values() }).toEqual({
          ...run.state,
          frames: run.state.frames.values(),
        });
      }),
    );
  });

  test('has one start, at most one end, and nothing after the end', () => {
    fc.assert(
      fc.property(runs, (spec) => {
        const types = play(spec).events.map(({ type }) => type);
        const ends = types.filter((type) => /^Execution(?!Started)/.test(type));
        expect(types.lastIndexOf('ExecutionStarted')).toBe(0);
        expect(ends.length).toBeLessThanOrEqual(1);
        if (ends.length === 1) expect(types.at(-1)).toBe(ends[0]);
      }),
    );
  });

  test('is not changed by a command given once more', () => {
    fc.assert(
      fc.property(runs, (spec) => {
        const run = play(spec);
        for (const { command } of run.steps) {
          const again = decide(run.state, command, run.circumstances());
          const isStop = command.type === 'Stop';
          if (!isStop) expect(again.events).toEqual([]);
        }
      }),
    );
  });

  test('waits for something outside as long as it has not ended', () => {
    fc.assert(
      fc.property(runs, (spec) => {
        const run = play(spec);
        if (hasEnded(run.state)) return;
        const options = { concurrency: 100, newToken: () => 'token' };
        const awaited = run.state.frames.values().some(({ active }) => active?.phase.kind === 'submitted');
        expect(awaited || pendingEffects(run.state, () => true, options).length > 0).toBe(true);
      }),
    );
  });
});

describe('retry delays', () => {
  test('never shrink, never exceed the largest interval, and end after the allowed number', () => {
    const policies = fc.record({
      errors: fc.constant(['X']),
      intervalSeconds: fc.integer({ min: 1, max: 100 }),
      maxIntervalSeconds: fc.integer({ min: 1, max: 86_400 }),
      maxAttempts: fc.integer({ min: 0, max: 12 }),
      multiplier: fc.double({ min: 1, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(policies, (policy) => {
        const [base] = new Run(
          '{version: v1, type: flow, steps: [{type: task, name: t, resourceArn: "acs:fc:::services/s/functions/f"}]}',
        ).state.flow.steps;
        if (base?.type !== 'task') throw new Error('the first step is a task');
        const delays: number[] = [];
        for (let counts: readonly number[] = []; ; ) {
          const retry = nextRetry({ ...base, retry: [policy] }, 'X', counts);
          if (retry === undefined) break;
          delays.push(retry.delayMilliseconds);
          counts = retry.retries;
        }
        expect(delays).toHaveLength(policy.maxAttempts);
        expect(delays).toEqual(delays.toSorted((a, b) => a - b));
        expect(Math.max(0, ...delays)).toBeLessThanOrEqual(policy.maxIntervalSeconds * 1000);
      }),
    );
  });
});
