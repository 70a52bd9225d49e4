import type { CallApi } from '../../api/call-api.ts';
import { eachAtATime } from './newest.ts';
import type { ExecutionId } from './selection.ts';

/** What came of stopping one execution. */
export type StopOutcome = 'stopped' | Error;

const CONCURRENCY = 4;

/** Stops executions, some at a time, and tells what came of each as soon as it is known; never rejects. */
export async function stopAll(
  callApi: CallApi,
  executions: readonly ExecutionId[],
  reason: { readonly Error?: string; readonly Cause?: string },
  onOutcome: (execution: ExecutionId, outcome: StopOutcome) => void,
): Promise<void> {
  await eachAtATime(executions, CONCURRENCY, async (execution) => {
    const { flowName, name } = execution;
    try {
      await callApi('StopExecution', { FlowName: flowName, ExecutionName: name, ...reason });
      onOutcome(execution, 'stopped');
    } catch (error) {
      onOutcome(execution, error instanceof Error ? error : new Error(String(error)));
    }
  });
}
