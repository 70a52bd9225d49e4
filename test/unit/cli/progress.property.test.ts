import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, NO_PROGRESS } from '../../../src/cli/progress.ts';
import { history, type Line } from './history-builder.ts';

const TYPES = [
  'StepEntered',
  'StepStarted',
  'StepExited',
  'StepFailed',
  'TaskScheduled',
  'TaskFailed',
  'BranchEntered',
  'BranchExited',
  'IterationEntered',
  'IterationExited',
];

const line = fc
  .tuple(fc.constantFrom(...TYPES), fc.constantFrom('a', 'b', ''), fc.nat(12))
  .map(([type, step, cause]): Line => [type, step, cause]);

test('however a history is cut into pages, its progress is the same', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 25 }), fc.nat(25), (lines, cut) => {
      const events = history(['ExecutionStarted', '', 0], ...lines);
      const whole = advance(NO_PROGRESS, events);
      const paged = advance(advance(NO_PROGRESS, events.slice(0, cut)), events.slice(cut));
      expect({ ...paged, justEnded: [] }).toEqual({ ...whole, justEnded: [] });
    }),
  );
});

test('everything open lies in something open', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const { open } = advance(NO_PROGRESS, history(['ExecutionStarted', '', 0], ...lines));
      for (const { parent } of open.values()) expect(parent === undefined || open.has(parent)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
