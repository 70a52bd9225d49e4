import { hasPassed } from '../../../testing/cases/test-result.ts';
import type { TestRun } from '../../tests/tested-file.ts';
import { plain } from '../terminal.ts';
import { failureLines } from './failed-case.ts';

/** The run in the Test Anything Protocol, version 14: a point for each case, and one for each file that cannot be used. */
export function tapReport({ files }: TestRun): string {
  const points = files.flatMap(({ path, rendered, file, results }) => [
    ...(file === undefined ? [{ name: path, isGood: false, why: rendered.trimEnd().split('\n') }] : []),
    ...results.map((result) => ({
      name: `${path}: ${result.testCase.name}`,
      isGood: hasPassed(result),
      why: hasPassed(result) ? [] : failureLines(result, plain),
    })),
  ]);
  const lines = points.flatMap(({ name, isGood, why }, index) => [
    `${isGood ? 'ok' : 'not ok'} ${index + 1} - ${name.replaceAll(/[#\\]/g, '\\$&').replaceAll(/\s+/g, ' ')}`,
    ...(why.length === 0
      ? []
      : ['  ---', '  why: |', ...why.map((line) => `    ${line}`.trimEnd()), '  ...']),
  ]);
  return ['TAP version 14', `1..${points.length}`, ...lines, ''].join('\n');
}
