import type { Reporter, TestCase } from 'vitest/node';

/** Prints what was skipped, each with its reason, once everything has run. */
export class SkippedReporter implements Reporter {
  readonly #skipped: string[] = [];

  onTestCaseResult(testCase: TestCase): void {
    const result = testCase.result();
    if (result.state === 'skipped') this.#skipped.push(`${testCase.fullName}: ${result.note ?? 'no reason'}`);
  }

  onTestRunEnd(): void {
    for (const line of this.#skipped) console.info(`skipped ${line}`);
  }
}
