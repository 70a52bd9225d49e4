import type { FlowCountsView } from '../../../../src/api/contract.ts';

/** The share of successes among executions that ended by themselves: one that was stopped is neither. */
export function successShare({
  Succeeded,
  Failed,
  TimedOut,
}: Pick<FlowCountsView, 'Succeeded' | 'Failed' | 'TimedOut'>):
  | { readonly succeeded: number; readonly of: number }
  | undefined {
  const of = Succeeded + Failed + TimedOut;
  return of === 0 ? undefined : { succeeded: Succeeded / of, of };
}
