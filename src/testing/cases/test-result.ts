import type { CaseOutcome } from './case-run.ts';
import type { Difference } from './check-case.ts';
import type { TestCase } from './test-case.ts';

/** The result of one case. */
export interface CaseResult {
  readonly testCase: TestCase;
  readonly outcome: CaseOutcome;
  readonly differences: readonly Difference[];
  /** Absent unless the case is to be explored. */
  readonly explored?: Explored;
  /** Real time. */
  readonly milliseconds: number;
}

/** The results of a case on bad days. */
export interface Explored {
  readonly days: number;
  /** The first day that ended otherwise. */
  readonly failed?: {
    readonly day: string;
    readonly differences: readonly Difference[];
    /** The promise that does not hold, where it does not even end. */
    readonly broken?: string;
  };
}

/** True for a case that is as expected. */
export function hasPassed({ outcome, differences, explored }: CaseResult): boolean {
  return outcome.problem === undefined && differences.length === 0 && explored?.failed === undefined;
}
