import { isJsonArray, type JsonValue } from '../../../common/json.ts';
import { stringifyJson } from '../../../common/json-text.ts';
import type { CaseOutcome } from '../../../testing/cases/case-run.ts';
import type { Difference } from '../../../testing/cases/check-case.ts';
import { appendEvents, NO_EVENTS } from '../../../trace/append.ts';
import { stepData } from '../../../trace/step-data.ts';
import { truncate } from '../text-width.ts';

const MAX_WIDTH = 160;

/**
 * The step at which the path taken differs first, or where it does not, the last one, with the data it saw: that is
 * where something went another way than was thought.
 */
export function stepLines(differences: readonly Difference[], outcome: CaseOutcome): readonly string[] {
  const entered = outcome.events.filter(({ Type }) => Type === 'StepEntered');
  const first = firstOther(differences, outcome.path);
  const event = entered[Math.min(first ?? entered.length, entered.length) - 1] ?? entered[0];
  const model = appendEvents(NO_EVENTS, outcome.events);
  const run = event === undefined ? undefined : model.runs.get(event.EventId);
  if (run === undefined) return [];
  const { entered: given, localBefore, input, output } = stepData(model, run);
  const where = first === undefined ? 'the last step' : 'the step before the paths part';
  const data: readonly (readonly [string, JsonValue | undefined])[] = [
    ['input', given],
    ['local', localBefore],
    ['mapped input', input],
    ['output', output],
    ['error', run.error === undefined ? undefined : `${run.error}: ${run.cause ?? ''}`],
  ];
  return [
    `${run.name} (${where}):`,
    ...data.flatMap(([name, value]) =>
      value === undefined ? [] : [truncate(`  ${name.padEnd(12)} ${stringifyJson(value)}`, MAX_WIDTH)],
    ),
  ];
}

/** The position of the first step that is another one than expected; undefined where the path is as expected. */
function firstOther(differences: readonly Difference[], path: readonly string[]): number | undefined {
  const expected = differences.find(({ at }) => at[0] === 'path')?.expected;
  if (expected === undefined || !isJsonArray(expected)) return undefined;
  const index = path.findIndex((name, at) => name !== expected[at]);
  return index < 0 ? path.length : index;
}
