import { type CaseResult, hasPassed } from '../../../testing/cases/test-result.ts';
import type { TestedFile, TestRun } from '../../tests/tested-file.ts';
import { plain } from '../terminal.ts';
import { failureLines } from './failed-case.ts';

/** The run as JUnit writes it: a suite for each file. */
export function junitReport({ files, milliseconds }: TestRun): string {
  const results = files.flatMap((file) => file.results);
  const sums = counts(results, files.filter(({ file }) => file === undefined).length, milliseconds);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="fdl test" ${sums}>`,
    ...files.flatMap(suite),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite({ path, rendered, file, results }: TestedFile): readonly string[] {
  const milliseconds = results.reduce((sum, result) => sum + result.milliseconds, 0);
  const head = `  <testsuite name="${escaped(path)}" ${counts(results, file === undefined ? 1 : 0, milliseconds)}>`;
  const unusable =
    file === undefined
      ? [
          `    <testcase name="can be used" classname="${escaped(path)}">`,
          `      <error message="the file cannot be used">${escaped(rendered)}</error>`,
          '    </testcase>',
        ]
      : [];
  return [head, ...unusable, ...results.flatMap((result) => testCase(path, result)), '  </testsuite>'];
}

function testCase(path: string, result: CaseResult): readonly string[] {
  const { name, line } = result.testCase;
  const attributes = `name="${escaped(name)}" classname="${escaped(path)}" file="${escaped(path)}" line="${line}" time="${seconds(result.milliseconds)}"`;
  if (hasPassed(result)) return [`    <testcase ${attributes}/>`];
  const lines = failureLines(result, plain);
  return [
    `    <testcase ${attributes}>`,
    `      <failure message="${escaped(summary(result))}">${escaped(lines.join('\n'))}</failure>`,
    '    </testcase>',
  ];
}

/** The differences from the expectation, in a few words. */
function summary({ outcome: { problem }, differences, explored }: CaseResult): string {
  if (problem !== undefined) return problem.kind;
  if (differences.length > 0)
    return `not as expected: ${differences.map(({ at }) => at.join('.')).join(', ')}`;
  return `ends otherwise on a bad day: ${explored?.failed?.day ?? ''}`;
}

function counts(results: readonly CaseResult[], errors: number, milliseconds: number): string {
  const failures = results.filter((result) => !hasPassed(result)).length;
  return `tests="${results.length + errors}" failures="${failures}" errors="${errors}" time="${seconds(milliseconds)}"`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** Text as XML holds it; characters that no XML may hold are left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
