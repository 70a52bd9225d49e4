import { isJsonObject, type JsonObject, type JsonValue } from '../../common/json.ts';
import type { Difference } from './check-case.ts';
import type { TestFile } from './test-case.ts';
import type { CaseResult } from './test-result.ts';
import { type Update, withExpectations } from './write-test-file.ts';

/**
 * The text of a test file in which the cases expect what came of them, everything else as it was written; undefined where
 * nothing is to be changed. A case whose execution has no end stays as it is.
 */
export function updatedText(
  text: string,
  { cases }: TestFile,
  results: readonly CaseResult[],
): string | undefined {
  const updates = results
    .filter(({ outcome }) => outcome.problem === undefined)
    .flatMap(({ testCase, differences }) => {
      return differences.map((difference) => updateOf(cases.indexOf(testCase), difference));
    });
  return updates.length === 0 ? undefined : withExpectations(text, updates);
}

/** An expectation of which nothing has come goes. */
function updateOf(index: number, { at, expected, actual }: Difference): Update {
  const isNothing = actual === null || actual === '';
  const value = at[0] === 'contains' ? partOf(expected, actual) : actual;
  return { index, path: at, ...(!isNothing && { value }) };
}

/** As much of a value as was asked for before. */
function partOf(expected: JsonValue, actual: JsonValue): JsonValue {
  if (!isJsonObject(expected) || !isJsonObject(actual)) return actual;
  const parts: JsonObject = Object.fromEntries(
    Object.entries(expected).flatMap(([key, inner]) => {
      const found = Object.hasOwn(actual, key) ? actual[key] : undefined;
      return found === undefined ? [] : [[key, partOf(inner, found)]];
    }),
  );
  return parts;
}
