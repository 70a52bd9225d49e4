import type { RunStatus, StepRun } from './model.ts';

/** The statuses of a run that has ended. */
export type EndStatus = Extract<RunStatus, 'succeeded' | 'caught' | 'failed' | 'abandoned'>;

const ENDS: ReadonlySet<RunStatus> = new Set<EndStatus>(['succeeded', 'caught', 'failed', 'abandoned']);

/** True while a run has not ended. */
export function isOpen({ status }: Pick<StepRun, 'status'>): boolean {
  return !ENDS.has(status);
}
