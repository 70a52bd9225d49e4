import { deepEqual } from '../../common/deep-equal.ts';
import type { JsonValue } from '../../common/json.ts';
import { parseJson } from '../../common/json-text.ts';
import type { Flow } from '../../flow/flow.ts';
import { allSteps } from '../../flow/inner-lists.ts';
import { masked } from '../simulation/compare.ts';
import { type Fates, type Fault, PlannedFates, RandomFates } from '../simulation/fates.ts';
import { BrokenPromise } from '../simulation/log.ts';
import { type Outcome, openWorld, simulate } from '../simulation/simulation.ts';
import type { CaseOutcome, CaseRun } from './case-run.ts';
import { caseScenario } from './case-scenario.ts';
import type { Difference } from './check-case.ts';
import type { Explored } from './test-result.ts';

/** Days on which everything fails that can, messages come late, twice and in any order. */
const RANDOM_DAYS = 50;

const DEATHS: readonly Fault[] = ['dieBefore', 'dieAfter'];

/**
 * Runs a case on bad days: one for each call of the outside before or after which its process may die, and some on which
 * anything goes wrong.
 *
 * @returns with the first one on which it ends otherwise than on a calm day
 */
export async function exploreCase(
  run: CaseRun,
  flows: readonly Flow[],
  calm: CaseOutcome,
): Promise<Explored> {
  const fates = new PlannedFates();
  const days = badDays(fates.calls);
  const first = await live(run, flows, calm, fates);
  if ('broken' in first)
    return { days: 1, failed: { day: 'nothing has gone wrong', ...first, differences: [] } };
  let count = 1;
  for (const { day, fates: fate } of days()) {
    count += 1;
    const outcome = await live(run, flows, calm, fate);
    if ('broken' in outcome) return { days: count, failed: { day: day(), ...outcome, differences: [] } };
    // A stop may come earlier or later in its course.
    const differences = run.stop === undefined ? differencesOf(flows, first, outcome) : [];
    if (differences.length > 0) return { days: count, failed: { day: day(), differences } };
  }
  return { days: count };
}

interface BadDay {
  readonly fates: Fates;
  readonly day: () => string;
}

/** `calls` are those of the calm day, once it is over. */
function badDays(calls: readonly string[]): () => Iterable<BadDay> {
  return function* () {
    const length = calls.length;
    for (let index = 0; index < length; index++) {
      for (const death of DEATHS) {
        const when = death === 'dieBefore' ? 'before' : 'after';
        const day = () => `the process dies ${when} call ${index + 1}, ${calls[index]}`;
        yield { day, fates: new PlannedFates(new Map([[index, death]])) };
      }
    }
    for (let seed = 1; seed <= RANDOM_DAYS; seed++) {
      const fates = new RandomFates(seed);
      yield { day: () => `day ${seed}: ${fates.faults.join(', ') || 'slow'}`, fates };
    }
  };
}

async function live(
  run: CaseRun,
  flows: readonly Flow[],
  calm: CaseOutcome,
  fates: Fates,
): Promise<Outcome | { readonly broken: string }> {
  const scenario = caseScenario(run, flows, calm);
  try {
    return await simulate(scenario, openWorld(scenario, fates));
  } catch (error) {
    if (error instanceof BrokenPromise) return { broken: error.message };
    throw error;
  }
}

/** Branches run side by side, so that the path of a flow with any is left to chance. */
function differencesOf(flows: readonly Flow[], calm: Outcome, outcome: Outcome): readonly Difference[] {
  const isConcurrent = allSteps(flows[0]?.steps ?? []).some(
    ({ type }) => type === 'parallel' || type === 'foreach',
  );
  const parts = isConcurrent ? ['status', 'error', 'output'] : ['status', 'error', 'output', 'path'];
  return parts.flatMap((part) => {
    const [expected, actual] = [partOf(part, calm), partOf(part, outcome)];
    return deepEqual(expected, actual) ? [] : [{ at: [part], expected, actual }];
  });
}

function partOf(part: string, { status, failure, output, history }: Outcome): JsonValue {
  switch (part) {
    case 'status':
      return status;
    case 'error':
      return failure?.error ?? '';
    case 'output':
      return output === '' ? null : parseJson(masked(output));
    default:
      return history.filter(({ type }) => type === 'StepEntered').map(({ stepName }) => stepName);
  }
}
