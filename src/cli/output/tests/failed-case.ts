import type { JsonValue } from '../../../common/json.ts';
import { stringifyJson } from '../../../common/json-text.ts';
import type { Difference } from '../../../testing/cases/check-case.ts';
import { problemText } from '../../../testing/cases/problem-text.ts';
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
    ...(problem === undefined ? [] : problemText(problem)),
    ...differences.flatMap((difference) => differenceLines(difference, paint)),
    ...(differences.length === 0 ? [] : stepLines(differences, outcome)),
    ...(failed === undefined ? [] : [`On a bad day it ends otherwise: ${failed.day}.`]),
    ...(failed?.broken === undefined ? [] : [failed.broken]),
    ...(failed?.differences ?? []).flatMap((difference) => differenceLines(difference, paint)),
  ];
}

function differenceLines({ at, expected, actual }: Difference, paint: Paint): readonly string[] {
  return sideBySide(at.join('.'), linesOf(expected), linesOf(actual), paint);
}

/** A list of texts has a line for each, other values are indented JSON. */
function linesOf(value: JsonValue): readonly string[] {
  if (value === null) return [];
  if (typeof value === 'string') return value.split('\n');
  const isPath = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isPath ? value.map(String) : stringifyJson(value, 2).split('\n');
}
