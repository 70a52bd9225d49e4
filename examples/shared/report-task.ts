/** What became of a task: an output for its step, or an error for its retry and catch. */
export type TaskReport = { readonly taskToken: string } & (
  | { readonly output: Readonly<Record<string, unknown>> }
  | { readonly error: string; readonly cause: string }
);

/**
 * Reports a task to the API at an endpoint, by default the one in `FDL_ENDPOINT`.
 *
 * A task that is completed already needs no report, so `TaskAlreadyCompleted` counts as done: the caller deletes its
 * message. Any other error is thrown, and the message comes back for another try.
 */
export async function reportTask(report: TaskReport, endpoint = process.env['FDL_ENDPOINT']): Promise<void> {
  const isSuccess = 'output' in report;
  const url = `${endpoint}/${isSuccess ? 'ReportTaskSucceeded' : 'ReportTaskFailed'}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      TaskToken: report.taskToken,
      ...(isSuccess
        ? { Output: JSON.stringify(report.output) }
        : { Error: report.error, Cause: report.cause }),
    }),
  });
  const answer: unknown = await response.json();
  if (response.ok || codeOf(answer) === 'TaskAlreadyCompleted') return;
  throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
}

function codeOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'Code' in answer ? answer.Code : undefined;
}
