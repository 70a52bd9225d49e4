import { expect, test } from 'vitest';
import { failing, flowOf, Run } from '../../../src/testing/run-flow.ts';
import { appendEvents, NO_EVENTS } from '../../../src/trace/append.ts';
import { nextRetryAt } from '../../../src/trace/next-retry.ts';
import { placesOf } from '../../../src/trace/places.ts';
import { renderedHistory } from '../../helpers/rendered-history.ts';

const flow = flowOf(`version: v1
type: flow
steps:
  - type: task
    name: T
    resourceArn: acs:fc:::services/s/functions/f
    retry:
      - {errors: [Busy], intervalSeconds: 2, multiplier: 3, maxAttempts: 2}
      - {errors: [Slow], intervalSeconds: 10, maxAttempts: 5}`);
const step = placesOf(flow).steps.get('"T"');

function retryAfter(...errors: readonly string[]): number | undefined {
  const run = new Run(flow, {
    task: (_effect, calls) => (calls <= errors.length ? failing(errors[calls - 1] ?? '') : {}),
    maxCommands: errors.length - 1,
  }).toEnd();
  const model = appendEvents(NO_EVENTS, renderedHistory(run));
  const [only] = model.runs.values();
  return step?.type === 'task' && only !== undefined ? nextRetryAt(step, only) : undefined;
}

test('a retry is due as its policy says, counted from the end of the failed attempt', () => {
  expect(retryAfter('Busy')).toBe(2_000);
  expect(retryAfter('Busy', 'Busy')).toBe(2_000 + 6_000);
  expect(retryAfter('Slow', 'Busy')).toBe(10_000 + 2_000);
});

test('a task that is not tried again has no next retry', () => {
  expect(retryAfter('Other')).toBeUndefined();
  expect(retryAfter('Busy', 'Busy', 'Busy')).toBeUndefined();
});
