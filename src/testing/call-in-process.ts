import { exitFailure, thrownFailure } from '../local/functions/call-failure.ts';
import { thrownError } from '../local/functions/thrown-error.ts';
import type { CallOutcome } from '../ports/task-targets.ts';

/** A function that runs in this process. What it throws fails its task, under the error's own name. */
export type InProcessFunction = (event: unknown) => unknown;

/** Calls a function of this process with the text of an event. */
export async function callInProcess(run: InProcessFunction, event: string): Promise<CallOutcome> {
  try {
    return { kind: 'succeeded', output: JSON.stringify(await run(JSON.parse(event))) };
  } catch (error) {
    const thrown = { ...thrownError(error), stackTrace: [] };
    // The test runner turns `process.exit` into an error without a name of its own.
    return { kind: 'failed', failure: thrown.errorType === 'Error' ? exitFailure() : thrownFailure(thrown) };
  }
}
