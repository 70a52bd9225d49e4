import type { JsonValue } from '../../../common/json.ts';
import { stringifyJson } from '../../../common/json-text.ts';
import { unreachable } from '../../../common/unreachable.ts';
import type { RunProblem } from '../../../testing/cases/case-run.ts';
import type { Difference } from '../../../testing/cases/check-case.ts';
import type { CaseResult } from '../../../testing/cases/test-result.ts';
import type { Paint } from '../terminal.ts';
import { sideBySide } from './side-by-side.ts';
import { stepLines } from './step-lines.ts';

/** Why a case has failed, in lines: what differs side by side, and the data of the step where the path differs first. */
export function failureLines(
  { outcome, differences, explored }: CaseResult,
  paint: Paint,
): readonly string[] {
  const { problem } = outcome;
  const failed = explored?.failed;
  return [
    ...(problem === undefined ? [] : problemLines(problem)),
    ...differences.flatMap((difference) => differenceLines(difference, paint)),
    ...(differences.length === 0 ? [] : stepLines(differences, outcome)),
    ...(failed === undefined ? [] : [`on a bad day it ends otherwise: ${failed.day}`]),
    ...(failed?.differences ?? []).flatMap((difference) => differenceLines(difference, paint)),
  ];
}

function differenceLines({ part, expected, actual }: Difference, paint: Paint): readonly string[] {
  return sideBySide(part, linesOf(expected), linesOf(actual), paint);
}

/** A list of texts has a line for each, other values are indented JSON. */
function linesOf(value: JsonValue): readonly string[] {
  if (value === null) return [];
  if (typeof value === 'string') return value.split('\n');
  const isPath = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isPath ? value.map(String) : stringifyJson(value, 2).split('\n');
}

function problemLines(problem: RunProblem): readonly string[] {
  switch (problem.kind) {
    case 'missing-stub': {
      const { stepName, resourceArn, input } = problem.call;
      return [
        `${stepName} calls ${resourceArn}, and no stub answers that. To paste into the case:`,
        '  tasks:',
        `    ${stepName}:`,
        ...(typeof input === 'object'
          ? [`      - when: ${stringifyJson(input)}`, '        output: {}']
          : [`      - output: {} # for ${stringifyJson(input)}`]),
      ];
    }
    case 'stuck':
      return [
        `Nothing is left that could happen, and the execution has not ended; it waits at ${problem.waitsAt.join(', ') || 'its start'}.`,
        'A stub of a task that waits for somebody needs a report: {report: {output: {}}, output: {}, after: 1h}.',
      ];
    case 'endless':
      return ['The execution goes on and on; it was given up.'];
    case 'not-started':
      return [`The execution cannot be started: ${problem.message}`];
    case 'broken':
      return [`The engine reports an error: ${problem.message}`];
    default:
      return unreachable(problem);
  }
}
