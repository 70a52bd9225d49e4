import { describe, expect, test } from 'vitest';
import { checkCase } from '../../examples/runner/check-case.ts';
import { demoReport, isAllExpected } from '../../examples/runner/demo-report.ts';
import type { ExampleCase } from '../../examples/runner/example.ts';
import type { CaseOutcome } from '../../examples/runner/run-case.ts';
import type { CaseRun } from '../../examples/runner/run-examples.ts';
import { plain } from '../../src/cli/output/terminal.ts';

const expected: ExampleCase = {
  name: 'well',
  flowName: 'adding',
  input: {},
  status: 'Succeeded',
  output: { sum: 3 },
  steps: ['Add'],
};

function event(id: number, Type: string, StepName = '', detail: object = {}) {
  const Time = new Date(Date.UTC(2026, 0, 5, 12, 0, 0, id * 100)).toISOString();
  return { EventId: id, ScheduleEventId: id - 1, StepName, Type, EventDetail: JSON.stringify(detail), Time };
}

const well: CaseOutcome = {
  status: 'Succeeded',
  output: '{ "sum": 3 }',
  events: [event(1, 'ExecutionStarted'), event(2, 'StepEntered', 'Add'), event(3, 'ExecutionSucceeded')],
};

const failed: CaseOutcome = {
  status: 'Failed',
  output: '',
  events: [...well.events.slice(0, 1), event(2, 'ExecutionFailed', '', { error: 'Tired', cause: '' })],
};

function ended(outcome: CaseOutcome): CaseRun {
  return {
    example: 'sums',
    flowName: 'adding',
    expected,
    state: 'ended',
    outcome,
    problems: checkCase(expected, outcome),
  };
}

describe('checking a case', () => {
  test('an outcome as expected has no problems', () => {
    expect(checkCase(expected, well)).toEqual([]);
  });

  test('every part that differs is named with what was found and what was expected', () => {
    expect(checkCase(expected, failed)).toEqual([
      'status: expected "Succeeded", found "Failed".',
      'output: expected {"sum":3}, found nothing.',
      'error: expected nothing, found "Tired".',
      'steps: expected ["Add"], found [].',
    ]);
  });

  test('the order of steps is free where the case names none', () => {
    const { steps: _, ...unordered } = expected;
    expect(checkCase(unordered, { ...well, events: [] })).toEqual([]);
  });
});

describe('the report of the demo', () => {
  test('one unexpected outcome is enough to fail', () => {
    expect(isAllExpected([ended(well)])).toBe(true);
    expect(isAllExpected([ended(well), ended(failed)])).toBe(false);
    expect(demoReport([ended(failed)], { paint: plain, columns: undefined })).toContain(
      'Not every execution ended as expected.',
    );
  });

  test('a case that cannot run here does not fail, but is shown with what it lacks', () => {
    const skipped: CaseRun = {
      example: 'sums',
      flowName: 'adding',
      expected,
      state: 'skipped',
      problems: ['It needs cobol.'],
    };
    expect(isAllExpected([ended(well), skipped])).toBe(true);
    const report = demoReport([ended(well), skipped], { paint: plain, columns: undefined });
    expect(report).toContain('adding well: It needs cobol.');
    expect(report).toContain('All 1 executions ended as expected, 1 were skipped.');
  });

  test('each example is one line with how many of its cases are as expected', () => {
    const output = { paint: plain, columns: undefined };
    expect(demoReport([ended(well), ended(failed)], output)).toContain('\n✗ sums: 1 of 2\n');
    expect(demoReport([ended(well), ended(well)], output)).toContain('\n✓ sums: 2 of 2\n');
  });

  test('a row holds flow, execution, number of steps, result and time', () => {
    const report = demoReport([ended(well)], { paint: plain, columns: undefined });
    expect(report).toMatch(/^adding {2}well {7}1 {6}Succeeded {2}200 ms$/m);
  });
});
