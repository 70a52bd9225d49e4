import { expect, test } from 'vitest';
import { decide } from '../../../src/interpreter/decide.ts';
import type { ParentTask } from '../../../src/interpreter/state.ts';
import { Run } from '../../../src/testing/run-flow.ts';

const FIRST = 'flow/parent/2/0';
const SECOND = 'flow/parent/2/1';

/** The events of a stop for an attempt, of an execution that the first attempt has started. */
function stopped(startedBy: string | undefined, awaitedBy?: ParentTask): readonly string[] {
  const run = new Run('{version: v1, type: flow, steps: [{type: wait, name: rest, duration: 5}]}');
  run.give({ type: 'Start' });
  const state = awaitedBy === undefined ? run.state : { ...run.state, awaitedBy };
  const command = {
    type: 'Stop',
    failure: { error: 'E', cause: '' },
    startedBy,
  } as const;
  const { events } = decide(state, command, { ...run.circumstances(), startedBy: FIRST });
  return events.map(({ type }) => type);
}

const GONE_ON: ParentTask = { token: 't', startedBy: SECOND };

test.each([
  ['anyone', undefined, undefined, 1],
  ['the attempt that started it', FIRST, undefined, 1],
  ['another attempt', SECOND, undefined, 0],
  ['the attempt that it has gone on for', SECOND, GONE_ON, 1],
  ['the attempt before that', FIRST, GONE_ON, 0],
])('A stop by %s ends an execution or leaves it alone', (_, startedBy, awaitedBy, ends) => {
  expect(stopped(startedBy, awaitedBy)).toHaveLength(ends);
});
