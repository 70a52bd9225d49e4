interface Question {
  readonly taskToken: string;
  readonly purpose: string;
  readonly amount: number;
}

/** The facts that a function gets about its home: the address of the API, in the embedded home. */
interface Home {
  readonly api?: string;
}

/**
 * Stands in for mailing a manager: it prints where to answer, and the two commands that report the token.
 *
 * What it returns is shown by the TaskSubmitted event and otherwise dropped: the step's result is what the manager
 * reports.
 */
export function handler(
  { taskToken, purpose, amount }: Question,
  { api }: Home,
): Question & { mailedTo: string } {
  if (api !== undefined) {
    console.log(`decide: ${api}/console/tokens`);
    console.log(`approve: npx fdl report succeed ${taskToken} --output '{"by":"Grace"}'`);
    console.log(`refuse: npx fdl report fail ${taskToken} --error Refused`);
  }
  return { taskToken, purpose, amount, mailedTo: 'grace@example.com' };
}
