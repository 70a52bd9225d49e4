import { hasPassed } from '../../../testing/cases/test-result.ts';
import type { TestRun } from '../../tests/tested-file.ts';
import { type CoveredFlow, percentOf } from './coverage-report.ts';

/** The run for programs. */
export function jsonReport({ files, milliseconds, coverage }: TestRun): object {
  const cases = files.flatMap(({ path, results }) =>
    results.map((result) => {
      const { testCase, outcome, differences, explored } = result;
      const { status, output, error, cause, path: taken, lasts, problem } = outcome;
      return {
        file: path,
        line: testCase.line,
        name: testCase.name,
        passed: hasPassed(result),
        milliseconds: Math.round(result.milliseconds),
        outcome: { status, output, error, cause, path: taken, lasts },
        ...(problem !== undefined && { problem }),
        differences,
        ...(explored !== undefined && { explored }),
      };
    }),
  );
  const unusable = files.filter(({ file }) => file === undefined);
  return {
    passed: cases.filter(({ passed }) => passed).length,
    failed: cases.filter(({ passed }) => !passed).length,
    milliseconds: Math.round(milliseconds),
    cases,
    ...(coverage !== undefined && { coverage: coverage.map(coveredFlow) }),
    unusable: unusable.map(({ path, rendered }) => ({ file: path, problem: rendered.trimEnd() })),
  };
}

function coveredFlow(flow: CoveredFlow): object {
  const items = flow.coverage.items.map(({ kind, stepName, label, taken }) => ({
    kind,
    step: stepName,
    label,
    taken,
  }));
  return { file: flow.file, percent: percentOf([flow]), items };
}
