import type { ForeachStep, Step, StepList } from './flow.ts';

/** A steps list inside a step. */
export interface InnerList {
  readonly steps: StepList;
  /** Keys that the step adds to the input of the list. */
  readonly keys: readonly string[];
  /** True when lookups in the list's local go on in the locals around the step. */
  readonly fallsBack: boolean;
}

/** Every step of a list and of the lists inside it, in the order of the definition. */
export function allSteps(list: StepList): readonly Step[] {
  return list.flatMap((step) => [step, ...innerLists(step).flatMap(({ steps }) => allSteps(steps))]);
}

/** The steps lists inside a step, in the order of the definition. */
export function innerLists(step: Step): readonly InnerList[] {
  switch (step.type) {
    case 'choice': {
      const options = [...step.choices, ...(step.default === undefined ? [] : [step.default])];
      return options.map(({ steps = [] }) => ({ steps, keys: [], fallsBack: true }));
    }
    case 'parallel':
      return step.branches.map(({ steps }) => ({ steps, keys: [], fallsBack: false }));
    case 'foreach':
      return [iterated(step)];
    case 'task':
      return step.map === undefined ? [] : [iterated(step.map)];
    default:
      return [];
  }
}

function iterated({ steps, item, index }: Pick<ForeachStep, 'steps' | 'item' | 'index'>): InnerList {
  return { steps, keys: index === undefined ? [item] : [item, index], fallsBack: false };
}
