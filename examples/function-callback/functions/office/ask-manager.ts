interface Question {
  readonly taskToken: string;
  readonly purpose: string;
  readonly amount: number;
}

/**
 * Stands in for mailing a manager two links, each of which reports the token.
 *
 * What it returns is shown by the TaskSubmitted event and otherwise dropped: the step's result is what the manager
 * reports.
 */
export function handler({ taskToken, purpose, amount }: Question): Question & { mailedTo: string } {
  return { taskToken, purpose, amount, mailedTo: 'grace@example.com' };
}
