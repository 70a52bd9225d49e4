import fc from 'fast-check';
import { failing, Run, type TaskAnswer } from '../../src/testing/run-flow.ts';
import { flowArbitrary } from './flow-arbitrary.ts';
import { planOf } from './redriven-run.ts';

const answer = fc.oneof<fc.Arbitrary<TaskAnswer>[]>(
  fc.constant({ value: 1 }),
  fc.constantFrom('FC.Unknown', 'Custom').map((error) => failing(error)),
  fc.constant(undefined),
);

/** A run of any flow; its tasks get no results once the list is used up. */
export const playedRun = fc
  .record({
    flow: flowArbitrary,
    answers: fc.array(answer, { minLength: 1, maxLength: 20 }),
    commands: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ flow, answers, commands }) =>
    new Run(flow, {
      input: { a: 1, items: [1, 2, 3] },
      task: (_effect, calls) => answers[calls - 1],
      limits: { events: 300 },
      maxCommands: commands,
    }).toEnd(),
  );

/** A run that has gone on from where it was, or from some event of it, a few times. */
export const resumedRun = fc
  .tuple(playedRun, fc.array(fc.nat(400), { minLength: 1, maxLength: 3 }))
  .map(([run, points]) => {
    for (const point of points) {
      const type = run.state.end === undefined ? 'ExecutionForked' : 'ExecutionRedriven';
      const fromEventId = 1 + (point % Math.max(1, run.events.length));
      const plan = planOf(run, point % 3 === 0 ? { type } : { type, fromEventId });
      if (!('refused' in plan)) run.resume(plan.event);
    }
    return run;
  });
