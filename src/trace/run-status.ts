import type { RunStatus, StepRun } from './model.ts';

/** The statuses of a run that has ended. */
export type EndStatus = Extract<RunStatus, 'succeeded' | 'caught' | 'failed' | 'abandoned'>;

const ENDS: ReadonlySet<RunStatus> = new Set<EndStatus>(['succeeded', 'caught', 'failed', 'abandoned']);

/** True while a run has not ended. */
export function isOpen({ status }: Pick<StepRun, 'status'>): boolean {
  return !hasEnded(status);
}

/** True for a status that does not change any more. */
export function hasEnded(status: RunStatus): status is EndStatus {
  return ENDS.has(status);
}
