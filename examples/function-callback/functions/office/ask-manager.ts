interface Question {
  readonly taskToken: string;
  readonly purpose: string;
  readonly amount: number;
}

/** What the home tells a function of itself: the address of the API, in the embedded home. */
interface Home {
  readonly api?: string;
}

/**
 * Stands in for mailing a manager two links, each of which reports the token: it prints them.
 *
 * What it returns is shown by the TaskSubmitted event and otherwise dropped: the step's result is what the manager
 * reports.
 */
export function handler(
  { taskToken, purpose, amount }: Question,
  { api }: Home,
): Question & { mailedTo: string } {
  if (api !== undefined) {
    console.log(
      `approve: ${link(api, 'ReportTaskSucceeded', { TaskToken: taskToken, Output: '{"by":"Grace"}' })}`,
    );
    console.log(`refuse: ${link(api, 'ReportTaskFailed', { TaskToken: taskToken, Error: 'Refused' })}`);
  }
  return { taskToken, purpose, amount, mailedTo: 'grace@example.com' };
}

/** The API takes every operation by GET as well, so a report is a link. */
function link(api: string, operation: string, parameters: Readonly<Record<string, string>>): string {
  return `${api}/?${new URLSearchParams({ Action: operation, Version: '2019-03-15', ...parameters })}`;
}
