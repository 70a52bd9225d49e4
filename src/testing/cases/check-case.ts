import { containsJson } from '../../common/contains-json.ts';
import { deepEqual } from '../../common/deep-equal.ts';
import { printDuration } from '../../common/duration.ts';
import type { JsonValue } from '../../common/json.ts';
import type { CaseOutcome } from './case-run.ts';
import type { SeenCall } from './case-targets.ts';
import type { Expectation } from './test-case.ts';

/** A part of an outcome that is not as expected. */
export interface Difference {
  /** Where the test file says it, below `expect`: `status`, or `calls`, `BookHotel`, `times`. */
  readonly at: readonly string[];
  readonly expected: JsonValue;
  readonly actual: JsonValue;
}

/** The differences from the expectation, in the order of the manual; empty when there is none. */
export function checkOutcome(expected: Expectation, outcome: CaseOutcome): readonly Difference[] {
  const { output = null, lasts } = outcome;
  return [
    ...different(['status'], expected.status, outcome.status),
    ...different(['error'], expected.error, outcome.error),
    ...different(['cause'], expected.cause, outcome.cause),
    ...different(['path'], expected.path, outcome.path),
    ...different(['output'], expected.output, output),
    ...(expected.contains === undefined || containsJson(output, expected.contains)
      ? []
      : [{ at: ['contains'], expected: expected.contains, actual: output }]),
    ...Object.entries(expected.calls ?? {}).flatMap(([name, { times, inputs }]) => {
      const calls = callsOf(name, outcome.calls);
      return [
        ...different(['calls', name, 'times'], times, calls.length),
        ...different(
          ['calls', name, 'inputs'],
          inputs,
          calls.map(({ input }) => input),
        ),
      ];
    }),
    ...different(
      ['lasts'],
      expected.lasts === undefined ? undefined : printDuration(expected.lasts),
      printDuration(lasts),
    ),
  ];
}

/** The calls of a step, or of what a resource ARN names. */
export function callsOf(name: string, calls: readonly SeenCall[]): readonly SeenCall[] {
  return calls.filter(({ stepName, resourceArn }) => stepName === name || resourceArn === name);
}

function different(
  at: readonly string[],
  expected: JsonValue | undefined,
  actual: JsonValue,
): readonly Difference[] {
  if (expected === undefined || deepEqual(expected, actual)) return [];
  return [{ at, expected, actual }];
}
