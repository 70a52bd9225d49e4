import { CliError } from '../../src/cli/cli-error.ts';
import { createClient } from '../../src/cli/service/client.ts';
import { readConnection } from '../../src/cli/service/connection.ts';

/** The outcome of a task: an output for its step, or an error for its retry and catch. */
export type TaskReport = { readonly taskToken: string } & (
  | { readonly output: Readonly<Record<string, unknown>> }
  | { readonly error: string; readonly cause: string }
);

/**
 * Reports a task to the API at an endpoint, by default the one in `FDL_ENDPOINT`, with the key of the environment if
 * there is one.
 *
 * A task that is completed already needs no report, so `TaskAlreadyCompleted` counts as done: the caller deletes its
 * message. Any other error is thrown, and the message comes back for another try.
 */
export async function reportTask(report: TaskReport, endpoint?: string): Promise<void> {
  const client = createClient(readConnection(endpoint, process.env));
  const TaskToken = report.taskToken;
  try {
    if ('output' in report) {
      await client.call('ReportTaskSucceeded', { TaskToken, Output: JSON.stringify(report.output) });
    } else {
      await client.call('ReportTaskFailed', { TaskToken, Error: report.error, Cause: report.cause });
    }
  } catch (error) {
    if (!(error instanceof CliError && error.code === 'TaskAlreadyCompleted')) throw error;
  }
}
