import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/interpreter/event.ts';
import { failing, Run } from '../../../src/testing/run-flow.ts';

/** Whatever it is cut at, a pair of units stands there. */
const CAUSES = ['😀'.repeat(30_000), `x${'😀'.repeat(30_000)}`];
const ERROR = `E${'😀'.repeat(100)}`;

const flow = (steps: string) => `{version: v1, type: flow, steps: ${steps}}`;
const TASK = 'type: task, name: t, resourceArn: "acs:fc:::services/s/functions/f"';
const CALLBACK =
  'type: task, name: t, resourceArn: "acs:mns:::/queues/q/messages", pattern: waitForCallback, serviceParams: {MessageBody: $}';
const FAIL = '{type: fail, name: f, error: $.e, cause: $.c}';

function expectBounded({ error, cause }: Failure): void {
  expect(cause.length).toBeGreaterThanOrEqual(16_383);
  expect(cause.length).toBeLessThanOrEqual(16_384);
  expect(error.length).toBeGreaterThanOrEqual(127);
  expect(error.length).toBeLessThanOrEqual(128);
  expect([error.isWellFormed(), cause.isWellFormed()]).toEqual([true, true]);
}

function failuresOf(run: Run): readonly Failure[] {
  return run.events.flatMap((event) => ('failure' in event ? [event.failure] : []));
}

describe.each(CAUSES)('a long cause and error name are cut between characters, #%#', (cause) => {
  test.each<[string, string, number]>([
    ['of a fail step', `[${FAIL}]`, 2],
    ['of a fail step in a branch', `[{type: parallel, name: p, branches: [{steps: [${FAIL}]}]}]`, 3],
    ['of a function', `[{${TASK}}]`, 3],
    ['of a function that is tried again', `[{${TASK}, retry: [{errors: [FnF.ALL], maxAttempts: 1}]}]`, 4],
    ['of a call that is to wait for a report', `[{${CALLBACK}}]`, 3],
  ])('%s', (_what, steps, count) => {
    const input = { e: ERROR, c: cause };
    const run = new Run(flow(steps), { input, task: () => failing(ERROR, cause) }).toEnd();
    expect(failuresOf(run)).toHaveLength(count);
    for (const failure of failuresOf(run)) expectBounded(failure);
    expect(run.failure && expectBounded(run.failure)).toBeUndefined();
  });

  test('in the data that error mappings take', () => {
    const steps = `[{${TASK}, catch: [{errors: [FnF.ALL], goto: done}],
      errorMappings: [{target: e, source: $local.error}, {target: c, source: $local.cause}],
      outputMappings: [{target: x, source: $local.x}]}, {type: pass, name: done,
      outputMappings: [{target: e, source: $input.e}, {target: c, source: $input.c}]}]`;
    const run = new Run(flow(steps), { task: () => failing(ERROR, cause) }).toEnd();
    const { e, c } = run.output ?? {};
    expectBounded({ error: String(e), cause: String(c) });
  });

  test.each([true, false])('of a stop, started before: %j', (isStarted) => {
    const run = new Run(flow(`[{${TASK}}]`), { task: () => undefined });
    if (isStarted) run.give({ type: 'Start' });
    run.give({ type: 'Stop', failure: { error: ERROR, cause } });
    expect(failuresOf(run)).toHaveLength(1);
    for (const failure of failuresOf(run)) expectBounded(failure);
  });
});
