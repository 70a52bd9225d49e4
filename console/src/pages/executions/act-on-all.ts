import { eachAtATime } from './newest.ts';
import type { ExecutionId } from './selection.ts';

/** The outcome for one execution, in words; or why it was refused. */
export type Outcome = string | Error;

const CONCURRENCY = 4;

/** Does something to executions, some at a time, and tells what came of each as soon as it is known; never rejects. */
export async function actOnAll(
  executions: readonly ExecutionId[],
  act: (execution: ExecutionId) => Promise<string>,
  onOutcome: (execution: ExecutionId, outcome: Outcome) => void,
): Promise<void> {
  await eachAtATime(executions, CONCURRENCY, async (execution) => {
    try {
      onOutcome(execution, await act(execution));
    } catch (error) {
      onOutcome(execution, error instanceof Error ? error : new Error(String(error)));
    }
  });
}
