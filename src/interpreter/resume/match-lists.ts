import { stringifyJson } from '../../common/json-text.ts';
import type { StepList } from '../../flow/flow.ts';

/** A steps list inside a step, as it was, at its position, and the step in it that must be there again. */
export interface SoughtList {
  readonly position: number;
  readonly steps: StepList;
  /** Absent for a list that has ended: one step of it is enough. */
  readonly needs?: string;
}

/**
 * Where a list stands in another version of its step: at the same position if the step that it needs is there, else at
 * the one other position that has a list of the same names; undefined when there is none, or more than one.
 */
export function matchingList(
  { position, steps, needs }: SoughtList,
  lists: readonly StepList[],
): number | undefined {
  const there = lists[position];
  if (there !== undefined && holds(there, steps, needs)) return position;
  const same = lists.flatMap((list, at) => (namesOf(list) === namesOf(steps) ? [at] : []));
  return same.length === 1 ? same[0] : undefined;
}

function holds(list: StepList, steps: StepList, needs: string | undefined): boolean {
  const names = new Set(list.map(({ name }) => name));
  return needs === undefined ? steps.some(({ name }) => names.has(name)) : names.has(needs);
}

function namesOf(list: StepList): string {
  return stringifyJson(list.map(({ name }) => name));
}
