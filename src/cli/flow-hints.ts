import { evaluatePath } from '../expressions/evaluate-path.ts';
import { isJsonObject } from '../expressions/json.ts';
import type { Flow, RetryPolicy, Step, StepList } from '../fdl/flow.ts';

/**
 * What a definition adds to what events tell, for display only.
 *
 * A step name that occurs in several lists with different steps has no hints: events do not say which one they mean.
 */
export interface FlowHints {
  /** How many branches or iterations a step has in all; undefined when that is unknown. */
  iterations(stepName: string, input: unknown): number | undefined;
  /** Milliseconds between the last of `failures` and the next attempt; undefined when there is none or it is unknown. */
  retryDelay(stepName: string, failures: readonly string[]): number | undefined;
}

/** The hints of an unknown flow. */
export const NO_HINTS: FlowHints = { iterations: () => undefined, retryDelay: () => undefined };

/** The hints that a checked definition gives. */
export function flowHints(flow: Flow): FlowHints {
  const byName = Map.groupBy(allSteps(flow.steps), (step) => step.name);
  const only = (name: string): Step | undefined => {
    const steps = byName.get(name) ?? [];
    return steps.length === 1 ? steps[0] : undefined;
  };
  return {
    iterations: (name, input) => countFrames(only(name), input),
    retryDelay(name, failures) {
      const step = only(name);
      return step?.type === 'task' ? delayAfter(step.retry, failures) : undefined;
    },
  };
}

function allSteps(steps: StepList): readonly Step[] {
  return steps.flatMap((step) => [step, ...innerLists(step).flatMap(allSteps)]);
}

function innerLists(step: Step): readonly StepList[] {
  switch (step.type) {
    case 'foreach':
      return [step.steps];
    case 'parallel':
      return step.branches.map((branch) => branch.steps);
    case 'choice':
      return [...step.choices, step.default].map((option) => option?.steps ?? []);
    default:
      return [];
  }
}

function countFrames(step: Step | undefined, input: unknown): number | undefined {
  if (step?.type === 'parallel') return step.branches.length;
  if (step?.type !== 'foreach' || !isJsonObject(input)) return undefined;
  const collection = evaluatePath(step.collection, { input, local: {}, context: {} });
  return Array.isArray(collection) ? collection.length : undefined;
}

function delayAfter(policies: readonly RetryPolicy[], failures: readonly string[]): number | undefined {
  const applied = failures.map((error) =>
    policies.find(({ errors }) => errors.includes(error) || errors.includes('FnF.ALL')),
  );
  const policy = applied.at(-1);
  if (policy === undefined) return undefined;
  const retry = applied.filter((other) => other === policy).length;
  const seconds = policy.intervalSeconds * policy.multiplier ** (retry - 1);
  return Math.min(policy.maxIntervalSeconds, seconds) * 1000;
}
